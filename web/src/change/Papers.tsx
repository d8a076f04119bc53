import { UploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { AttachmentList } from '../form/AttachmentList';
import { UploadRows } from '../form/UploadRows';
import { useAttachmentLimits } from '../form/useAttachmentLimits.query';
import { useUploads } from '../form/useUploads';

/** The papers that prove a proposal. */
export function Papers({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const { t } = useTranslation('change');
  const { data: limits } = useAttachmentLimits();
  const input = useRef<HTMLInputElement>(null);
  const uploads = useUploads({ limits, onUploaded: (id) => onChange([...ids, id]) });
  return (
    <div className="change-row">
      <span>{t('papers')}</span>
      <input
        ref={input} type="file" multiple className="sr-only" tabIndex={-1} aria-label={t('papers')} accept={limits?.content_types.join(',')}
        onChange={({ target }) => { uploads.send([...(target.files ?? [])]); target.value = ''; }}
      />
      <div><Button icon={<UploadOutlined />} onClick={() => input.current?.click()}>{t('add_papers')}</Button></div>
      <UploadRows uploads={uploads} />
      <AttachmentList ids={ids} onRemove={(id) => onChange(ids.filter((other) => other !== id))} />
    </div>
  );
}
