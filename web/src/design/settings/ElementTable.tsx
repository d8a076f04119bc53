import { Table, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import type { ProcessDefinitionDetail } from '../../api/types';

type ElementRow = ProcessDefinitionDetail['elements'][number];

/** The elements of a definition, to read where a diagram cannot be. */
export function ElementTable({ elements, selected }: { elements: ElementRow[]; selected?: string | null; }) {
  const { t } = useTranslation('design');
  return (
    <Table<ElementRow>
      size="small"
      rowKey="id"
      dataSource={elements}
      pagination={false}
      scroll={{ x: 'max-content' }}
      aria-label={t('elements.title')}
      rowClassName={(row) => (row.id === selected ? 'ant-table-row-selected' : '')}
      columns={[
        { title: t('elements.name'), dataIndex: 'name', render: (name: string, row) => name || <Typography.Text type="secondary">{row.id}</Typography.Text> },
        { title: t('elements.type'), dataIndex: 'type', render: (type: string) => t(`elements.types.${type.replace(/^bpmn:/, '')}`, { defaultValue: type }) },
        { title: t('elements.lane'), dataIndex: 'lane', render: (lane: string | null) => lane ?? '–' },
        { title: t('elements.id'), dataIndex: 'id', render: (id: string) => <Typography.Text code>{id}</Typography.Text> },
      ]}
    />
  );
}
