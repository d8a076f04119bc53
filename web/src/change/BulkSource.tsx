import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { withParams } from '../api/client';
import { UploadRows } from '../form/UploadRows';
import { useAttachmentLimits } from '../form/useAttachmentLimits.query';
import { useUploads } from '../form/useUploads';
import type { BulkRegister } from './bulkTypes';

const XLSX = '.xlsx';

/** The template to download, and the filled workbook on its way to the server. */
export function SheetSource({ register, filter, onUploaded }: {
  register: BulkRegister;
  filter: Record<string, string>;
  onUploaded: (attachment: string) => void;
}) {
  const { t } = useTranslation('change');
  const { data: limits } = useAttachmentLimits();
  const input = useRef<HTMLInputElement>(null);
  const uploads = useUploads({ limits, onUploaded });
  const template = withParams('/api/bulk-changes/template/', { register: register.key });
  const filled = withParams('/api/bulk-changes/template/', { register: register.key, filled: 'true', ...filter });
  return (
    <section className="panel panel-pad">
      <h2 className="panel-title">{t('bulk.sheet')}</h2>
      <p className="soft">{t('bulk.sheet_hint', { key: register.key_label, count: register.most_rows })}</p>
      <div className="bulk-buttons">
        <Button href={template} icon={<DownloadOutlined aria-hidden />}>{t('bulk.template')}</Button>
        <Button href={filled} icon={<DownloadOutlined aria-hidden />}>{t('bulk.filled')}</Button>
        <input
          ref={input} type="file" accept={XLSX} className="sr-only" tabIndex={-1} aria-label={t('bulk.upload')}
          onChange={({ target }) => { uploads.send([...(target.files ?? [])].slice(0, 1)); target.value = ''; }}
        />
        <Button type="primary" icon={<UploadOutlined aria-hidden />} onClick={() => input.current?.click()}>{t('bulk.upload')}</Button>
      </div>
      <UploadRows uploads={uploads} />
    </section>
  );
}

/** One column and the value that all chosen rows shall get. */
export function ValueSource({ register, count, onAsk }: {
  register: BulkRegister;
  count: number;
  onAsk: (changes: Record<string, string>) => void;
}) {
  const { t } = useTranslation('change');
  const [name, choose] = useState('');
  const [value, type] = useState('');
  const column = register.columns.find((one) => one.name === name);
  return (
    <section className="panel panel-pad">
      <h2 className="panel-title">{count > 0 ? t('bulk.selected', { count }) : t('bulk.whole_list')}</h2>
      <div className="bulk-buttons">
        <Select
          aria-label={t('bulk.column')} placeholder={t('bulk.column')} value={name || undefined} style={{ minWidth: 180 }}
          options={register.columns.map((one) => ({ value: one.name, label: one.label }))} onChange={(chosen) => { choose(chosen); type(''); }}
        />
        {column && column.choices.length > 0
          ? <Select aria-label={t('bulk.value')} placeholder={t('bulk.value')} value={value || undefined} options={column.choices} onChange={type} style={{ minWidth: 180 }} />
          : <Input aria-label={t('bulk.value')} placeholder={t('bulk.value')} value={value} onChange={({ target }) => type(target.value)} style={{ maxWidth: 260 }} />}
        <Button type="primary" disabled={!name || !value} onClick={() => onAsk({ [name]: value })}>{t('bulk.check')}</Button>
      </div>
    </section>
  );
}
