import { PlusOutlined } from '@ant-design/icons';
import type { ArrayFieldTemplateProps } from '@rjsf/utils';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** A list of entries with a button that adds one. */
export function ArrayFieldTemplate(props: ArrayFieldTemplateProps) {
  const { title, items, canAdd, onAddClick, readonly, disabled, required, fieldPathId, schema } = props;
  const { t } = useTranslation('form');
  return (
    <div className="form-list" id={fieldPathId.$id} role="group" aria-label={title}>
      <h3 className="form-list-title">
        {title}
        {required && !readonly && <span className="field-required" aria-hidden>*</span>}
        {items.length > 0 && <span className="form-list-count">{t('entries', { count: items.length })}</span>}
      </h3>
      {schema.description && !readonly && <p className="field-hint">{schema.description}</p>}
      {items.length === 0 && <p className="form-list-empty">{readonly ? t('noEntries') : t('noEntriesYet')}</p>}
      {items}
      {canAdd && !readonly && !disabled && (
        <Button type="dashed" block icon={<PlusOutlined />} onClick={onAddClick}>{t('addEntry', { title })}</Button>
      )}
    </div>
  );
}
