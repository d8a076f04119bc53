import { Table, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import type { ProcessDefinitionDetail } from '../../api/types';
import { ScrollRegion } from '../../components/ScrollRegion';

type ElementRow = ProcessDefinitionDetail['elements'][number];

/** The elements of a definition, to read where a diagram cannot be. */
export function ElementTable({ elements, selected }: { elements: ElementRow[]; selected?: string | null; }) {
  const { t } = useTranslation('design');
  return (
    <ScrollRegion label={t('elements.title')}>
      <Table<ElementRow>
        size="small"
        rowKey="id"
        dataSource={elements}
        pagination={false}
        rowClassName={(row) => (row.id === selected ? 'ant-table-row-selected' : '')}
        columns={[
          { title: t('elements.name'), dataIndex: 'name', render: (name: string, row) => name || <Typography.Text type="secondary">{row.id}</Typography.Text> },
          { title: t('elements.type'), dataIndex: 'type', render: (type: string) => t(`elements.types.${typeName(type)}`, { defaultValue: type }) },
          { title: t('elements.lane'), dataIndex: 'lane', render: (lane: string | null) => lane ?? '–' },
          { title: t('elements.id'), dataIndex: 'id', render: (id: string) => <Typography.Text code>{id}</Typography.Text> },
        ]}
      />
    </ScrollRegion>
  );
}

// `userTask` in the file, `UserTask` in the libraries.
function typeName(type: string): string {
  const name = type.replace(/^bpmn:/, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
