import { useState } from 'react';
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Popconfirm, Space, Table } from 'antd';
import { useTranslation } from 'react-i18next';

import { ScrollRegion } from '../../components/ScrollRegion';
import { ToneTag } from '../../components/ToneTag';
import { FieldDialog } from './FieldDialog';
import { type Field, fieldsOf, type FormFile, withField, withFieldMoved, withoutField } from './formFile';

const NEW: Field = { name: '', title: '', titleEn: '', type: 'string', required: false, choices: [] };

/** The fields of a form as a list: to add, edit, move and take away. */
export function FieldTable({ form, onChange }: { form: FormFile; onChange: (form: FormFile) => void; }) {
  const { t } = useTranslation('design');
  const [editing, setEditing] = useState<Field | null>(null);
  const fields = fieldsOf(form);
  const last = fields.length - 1;
  return (
    <>
      <ScrollRegion label={t('forms.fields')}>
        <Table<Field>
          rowKey="name"
          size="small"
          dataSource={fields}
          pagination={false}
          columns={[
            { title: t('field.title'), dataIndex: 'title', render: (title: string, field) => title || field.name },
            { title: t('field.name'), dataIndex: 'name', render: (name: string) => <code>{name}</code> },
            { title: t('field.type'), dataIndex: 'type', render: (type: string) => t(`field.types.${type}`) },
            { title: t('field.required'), dataIndex: 'required', render: (required: boolean) => (required ? <ToneTag tone="info">{t('field.required')}</ToneTag> : '–') },
            {
              title: t('field.actions'),
              key: 'actions',
              render: (_, field, index) => (
                <Space.Compact>
                  <Button size="small" icon={<EditOutlined aria-hidden />} aria-label={t('field.edit', { name: field.name })} onClick={() => setEditing(field)} />
                  <Button size="small" icon={<ArrowUpOutlined aria-hidden />} aria-label={t('field.up', { name: field.name })} disabled={index === 0} onClick={() => onChange(withFieldMoved(form, field.name, -1))} />
                  <Button size="small" icon={<ArrowDownOutlined aria-hidden />} aria-label={t('field.down', { name: field.name })} disabled={index === last} onClick={() => onChange(withFieldMoved(form, field.name, 1))} />
                  <Popconfirm title={t('field.removeAsk', { name: field.name })} onConfirm={() => onChange(withoutField(form, field.name))}>
                    <Button size="small" danger icon={<DeleteOutlined aria-hidden />} aria-label={t('field.remove', { name: field.name })} />
                  </Popconfirm>
                </Space.Compact>
              ),
            },
          ]}
        />
      </ScrollRegion>
      <Button icon={<PlusOutlined aria-hidden />} onClick={() => setEditing(NEW)} style={{ marginTop: 12 }}>{t('field.add')}</Button>
      {editing && (
        <FieldDialog
          field={editing}
          taken={fields.map(({ name }) => name).filter((name) => name !== editing.name)}
          onClose={() => setEditing(null)}
          onSave={(field) => {
            onChange(withField(form, editing.name, field));
            setEditing(null);
          }}
        />
      )}
    </>
  );
}
