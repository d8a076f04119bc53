import { UploadOutlined } from '@ant-design/icons';
import type { WidgetProps } from '@rjsf/utils';
import { Button } from 'antd';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { AttachmentList } from '../AttachmentList';
import { formatSize, typeNames } from '../fileRules';
import { UploadRows } from '../UploadRows';
import { useAttachmentLimits } from '../useAttachmentLimits.query';
import { useUploads } from '../useUploads';

function idsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((id): id is string => typeof id === 'string');
  return typeof value === 'string' && value ? [value] : [];
}

/** A field whose value is the id, or the list of ids, of uploaded files. */
export function AttachmentInput(props: WidgetProps) {
  const { t } = useTranslation('form');
  const { data: limits } = useAttachmentLimits();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const many = props.schema.type === 'array';
  const ids = idsOf(props.value);
  const change = (next: string[]): void => props.onChange(many ? next : next.at(-1));
  const uploads = useUploads({ limits, onUploaded: (id) => change([...ids, id]) });
  const editable = !props.readonly && !props.disabled;

  if (!editable) return <AttachmentList ids={ids} />;
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    uploads.send([...event.dataTransfer.files]);
  };
  return (
    <div
      className={over ? 'upload upload-over' : 'upload'}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        ref={input} id={props.id} type="file" className="sr-only" tabIndex={-1} multiple={many} accept={limits?.content_types.join(',')}
        onChange={({ target }) => { uploads.send([...(target.files ?? [])]); target.value = ''; }}
      />
      <div className="upload-call">
        <Button icon={<UploadOutlined />} aria-describedby={`${props.id}__error`} onClick={() => input.current?.click()}>{t('upload.choose')}</Button>
        <span className="soft upload-drop">{t('upload.drop')}</span>
      </div>
      {limits && (
        <p className="field-hint">
          {t('upload.limits', { size: formatSize(limits.max_bytes), types: typeNames(limits.content_types) })}
        </p>
      )}
      <UploadRows uploads={uploads} />
      <AttachmentList ids={ids} onRemove={(id) => change(ids.filter((other) => other !== id))} />
    </div>
  );
}
