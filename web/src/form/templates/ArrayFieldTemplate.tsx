import { PlusOutlined } from '@ant-design/icons';
import type { ArrayFieldTemplateProps, RJSFSchema } from '@rjsf/utils';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Json } from '../../api/types';
import { ReadOnlyTable } from './ReadOnlyTable';

/** A list of entries with a button that adds one. */
export function ArrayFieldTemplate(props: ArrayFieldTemplateProps) {
  const { title, items, canAdd, onAddClick, readonly, disabled, required, fieldPathId, schema, uiSchema, formData } = props;
  const { t } = useTranslation('form');
  const asTable = readonly && items.length > 0 && (schema.items as RJSFSchema | undefined)?.type === 'object';
  return (
    <div className="form-list" id={fieldPathId.$id} role="group" aria-label={title}>
      <h3 className="form-list-title">
        {title}
        {required && !readonly && <span className="field-required" aria-hidden>*</span>}
        {items.length > 0 && <span className="form-list-count">{t('entries', { count: items.length })}</span>}
      </h3>
      {schema.description && !readonly && <p className="field-hint">{schema.description}</p>}
      {items.length === 0 && <p className="form-list-empty">{readonly ? t('noEntries') : t('noEntriesYet')}</p>}
      {asTable && <ReadOnlyTable title={title} schema={schema} uiSchema={uiSchema} rows={formData as Record<string, Json>[]} />}
      {!asTable && items}
      {canAdd && !readonly && !disabled && (
        <Button type="dashed" block icon={<PlusOutlined />} onClick={onAddClick}>{t('addEntry', { title })}</Button>
      )}
    </div>
  );
}
