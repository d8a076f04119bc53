import { DeleteOutlined } from '@ant-design/icons';
import type { ArrayFieldItemTemplateProps } from '@rjsf/utils';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

export function ArrayFieldItemTemplate({ children, index, buttonsProps, readonly }: ArrayFieldItemTemplateProps) {
  const { t } = useTranslation('form');
  return (
    <div className="form-entry">
      <span className="form-entry-number" aria-hidden>{index + 1}</span>
      <div className="form-entry-fields">{children}</div>
      {buttonsProps.hasRemove && !readonly && (
        <Button
          type="text" icon={<DeleteOutlined />} className="form-entry-remove"
          aria-label={t('removeEntry', { number: index + 1 })}
          onClick={buttonsProps.onRemoveItem}
        />
      )}
    </div>
  );
}
