import { useState } from 'react';
import { Alert, Button, Checkbox, Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';

import { ScrollRegion } from '../components/ScrollRegion';
import { ToneTag } from '../components/ToneTag';
import { ActDialog, type Asked } from './ActDialog';
import type { Migration, MigrationElement } from './shapes';

/** Which element becomes which, as suggested and as corrected; then try it, then do it. */
export function MappingTable({ definition, migration }: { definition: string; migration: Migration }) {
  const { t } = useTranslation('repair');
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [changedOnly, setChangedOnly] = useState(true);
  const [asked, setAsked] = useState<Asked | null>(null);
  const targetOf = (element: MigrationElement) => chosen[element.id] ?? element.suggested;
  const mapping = Object.fromEntries(migration.elements.map((element) => [element.id, targetOf(element)] as const).filter(([old, young]) => young && young !== old));
  const ask = (dryRun: boolean) => setAsked({
    kind: 'migrate_instances',
    count: migration.running,
    order: { filter: { definition, version: String(migration.from), state: 'open' }, parameters: { to: migration.to, mapping, dry_run: dryRun } },
  });
  const shown = migration.elements.filter((element) => !changedOnly || element.why !== 'id' || element.waiting > 0);
  return (
    <>
      {migration.changed_forms.length > 0 && <Alert type="info" showIcon title={t('migrate.forms', { forms: migration.changed_forms.join(', ') })} />}
      <div className="repair-acts">
        <Checkbox checked={changedOnly} onChange={({ target }) => setChangedOnly(target.checked)}>{t('migrate.changedOnly')}</Checkbox>
        <span className="soft num">{t('migrate.running', { count: migration.running })}</span>
        <Button disabled={migration.running === 0} onClick={() => ask(true)}>{t('migrate.dryRun')}</Button>
        <Button type="primary" disabled={migration.running === 0} onClick={() => ask(false)}>{t('migrate.run')}</Button>
      </div>
      <ScrollRegion className="panel" label={t('migrate.mapping')}>
        <Table<MigrationElement>
          size="small"
          rowKey="id"
          dataSource={shown}
          pagination={false}
          columns={[
            { title: t('migrate.element'), key: 'element', render: (_, element) => <>{element.name || '–'} <code>{element.id}</code></> },
            { title: t('migrate.type'), dataIndex: 'type', render: (type: string) => t(`design:elements.types.${type}`, { defaultValue: type }) },
            { title: t('migrate.waiting'), dataIndex: 'waiting', className: 'num', align: 'right' },
            {
              title: t('migrate.becomes'), key: 'becomes', render: (_, element) => (
                <Select
                  aria-label={t('migrate.target', { id: element.id })} showSearch allowClear style={{ minWidth: 240 }} optionFilterProp="label"
                  value={targetOf(element) || undefined}
                  onChange={(value?: string) => setChosen({ ...chosen, [element.id]: value ?? '' })}
                  options={migration.targets.filter(({ type }) => type === element.type).map(({ id, name }) => ({ value: id, label: name ? `${name} (${id})` : id }))}
                />
              ),
            },
            { title: t('migrate.why'), key: 'why', render: (_, element) => <Why element={element} target={targetOf(element)} /> },
          ]}
        />
      </ScrollRegion>
      {asked && <ActDialog asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function Why({ element, target }: { element: MigrationElement; target: string }) {
  const { t } = useTranslation('repair');
  if (!target) return <ToneTag tone={element.waiting > 0 ? 'bad' : 'warn'}>{t('migrate.reason.none')}</ToneTag>;
  if (target !== element.suggested) return <ToneTag tone="info">{t('migrate.reason.chosen')}</ToneTag>;
  return <ToneTag tone={element.why === 'id' ? 'good' : 'warn'}>{t(`migrate.reason.${element.why as 'id' | 'name' | 'position'}`)}</ToneTag>;
}
