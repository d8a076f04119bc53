import { Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';

import { FailedState } from '../components/FailedState';
import { ScrollRegion } from '../components/ScrollRegion';
import { ToneTag } from '../components/ToneTag';
import { ExportButton } from '../repair/ExportButton';
import { Pages } from '../repair/Pages';
import { useFilters } from '../repair/useFilters';
import { useList } from '../repair/useList.query';
import type { ImportRun, RowProblem } from './shapes';

/** Every row that was kept out or is strange: where, what, and how to mend it. */
export function ProblemList({ run }: { run: ImportRun }) {
  const { t } = useTranslation('exchange');
  const { values, set } = useFilters();
  const path = `/api/imports/${run.id}/problems/`;
  const { data, error } = useList<RowProblem>(path, values);
  if (error) return <FailedState error={error} />;
  if (!data || (data.results.length === 0 && !values.level)) return null;
  return (
    <section aria-label={t('problem.title')}>
      <search className="toolbar" aria-label={t('filters')}>
        <h2 className="toolbar-grow">{t('problem.title')}</h2>
        <Select aria-label={t('problem.level')} placeholder={t('problem.level')} allowClear style={{ width: 140 }} value={values.level} onChange={(value?: string) => set('level', value)} options={['error', 'warning'].map((value) => ({ value, label: t(`problem.${value}`) }))} />
        <ExportButton path={`${path}export/`} params={{ level: values.level }} name={`import-${run.id}-problems.csv`} />
      </search>
      <ScrollRegion className="panel" label={t('problem.title')}>
        <Table<RowProblem>
          size="small" rowKey="id" dataSource={data.results} pagination={false}
          columns={[
            { title: t('problem.row'), dataIndex: 'row', className: 'num', align: 'right', render: (row: number) => row || t('problem.file') },
            { title: t('problem.column'), dataIndex: 'column', className: 'nowrap', render: (column: string) => column || '–' },
            { title: t('problem.level'), dataIndex: 'level', render: (level: RowProblem['level']) => <ToneTag tone={level === 'error' ? 'bad' : 'warn'}>{t(`problem.${level}`)}</ToneTag> },
            { title: t('problem.message'), dataIndex: 'message', className: 'exchange-text' },
            { title: t('problem.told'), dataIndex: 'told', className: 'exchange-text soft', render: (told: string) => told || '–' },
          ]}
        />
      </ScrollRegion>
      <Pages next={data.next} cursor={values.cursor} onGo={(value) => set('cursor', value)} />
    </section>
  );
}
