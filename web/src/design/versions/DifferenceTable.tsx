import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

import { EmptyState } from '../../components/EmptyState';
import { ScrollRegion } from '../../components/ScrollRegion';
import { ToneTag } from '../../components/ToneTag';
import type { Difference, PropertyChange } from './compare';

interface Row extends Partial<PropertyChange> { key: string; difference: Difference; }

const TONES = { added: 'good', removed: 'bad', changed: 'warn' } as const;

/** Every difference as a line: element, property, old and new value. */
export function DifferenceTable({ differences, selected }: { differences: Difference[]; selected: string | null; }) {
  const { t } = useTranslation('design');
  const rows = differences.flatMap((difference): Row[] => (difference.properties.length === 0
    ? [{ key: difference.id, difference }]
    : difference.properties.map((property) => ({ key: `${difference.id} ${property.property}`, difference, ...property }))));
  return (
    <ScrollRegion className="panel" label={t('versions.differences')}>
      <Table<Row>
        rowKey="key"
        size="small"
        dataSource={rows}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        rowClassName={(row) => (row.difference.id === selected ? 'ant-table-row-selected' : '')}
        locale={{ emptyText: <EmptyState title={t('versions.same')} /> }}
        columns={[
          { title: t('versions.kind'), key: 'kind', render: (_, { difference: { kind } }) => <ToneTag tone={TONES[kind]}>{t(`viewer.kind.${kind}`)}</ToneTag> },
          { title: t('elements.name'), key: 'name', render: (_, { difference }) => difference.name || '–' },
          { title: t('elements.type'), key: 'type', render: (_, { difference: { type } }) => t(`elements.types.${type}`, { defaultValue: type }) },
          { title: t('elements.id'), key: 'id', render: (_, { difference }) => <code>{difference.id}</code> },
          { title: t('versions.property'), dataIndex: 'property', render: (property?: string) => (property ? <code>{property}</code> : '–') },
          { title: t('versions.before'), dataIndex: 'before', render: (text?: string | null) => (text ? <span className="gas-old">{text}</span> : '–') },
          { title: t('versions.after'), dataIndex: 'after', render: (text?: string | null) => (text ? <span className="gas-new">{text}</span> : '–') },
        ]}
      />
    </ScrollRegion>
  );
}
