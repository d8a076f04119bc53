import { Alert, Button, DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isRefusal } from '../api/Refusal';
import { PaperUploads } from './PaperUploads';
import { PublicFrame } from './PublicFrame';
import type { PublicUpload } from './usePublicUpload.mutation';
import { useReportRectified } from './useReportRectified.mutation';

const EMPTY = { number: '', phone_digits: '', rectified_on: dayjs().format('YYYY-MM-DD'), rectified_by: '', measures: '', website: '' };

/** The customer's word that the hazard of a notice is rectified, with photos; the inspection follows. */
export function Component() {
  const { t } = useTranslation('apply');
  const [given, setGiven] = useState(EMPTY);
  const [photos, setPhotos] = useState<PublicUpload[]>([]);
  const [tried, setTried] = useState(false);
  const [, setLanguage] = useState(0);
  const report = useReportRectified();
  const set = (part: Partial<typeof EMPTY>) => setGiven((before) => ({ ...before, ...part }));
  const missing = {
    number: !given.number.trim(), phone_digits: !/^[0-9]{4}$/.test(given.phone_digits), rectified_by: !given.rectified_by.trim(),
    measures: given.measures.trim().length < 2, photos: photos.length === 0,
  };
  const send = () => {
    setTried(true);
    if (!Object.values(missing).some(Boolean)) report.mutate({ ...given, photos: photos.map(({ id }) => id) });
  };
  const wrong = (name: keyof typeof missing) => tried && missing[name] && <p className="apply-wrong" role="alert">{t(`rectified.need.${name}`)}</p>;
  const said = isRefusal(report.error) ? report.error.errors.map(({ message }) => message).join(' ') : '';
  return (
    <PublicFrame title={t('rectified.title')} other={{ to: '/apply', text: t('toApply') }} onLanguage={() => setLanguage((n) => n + 1)}>
      {report.data ? (
        <div className="panel panel-pad" role="status">
          <Alert type="success" showIcon title={t('rectified.received', { number: report.data.hazard_no })} description={t('rectified.next')} />
        </div>
      ) : (
        <form className="panel panel-pad apply-ask" noValidate onSubmit={(event) => { event.preventDefault(); send(); }}>
          <p className="soft">{t('rectified.lead')}</p>
          <label htmlFor="rectified-number">{t('rectified.number')}</label>
          <Input id="rectified-number" size="large" maxLength={40} value={given.number} placeholder="ZG-2026-000001" onChange={({ target }) => set({ number: target.value })} />
          {wrong('number')}
          <label htmlFor="rectified-digits">{t('rectified.digits')}</label>
          <Input id="rectified-digits" size="large" inputMode="numeric" maxLength={4} value={given.phone_digits} onChange={({ target }) => set({ phone_digits: target.value.trim() })} />
          {wrong('phone_digits')}
          <label htmlFor="rectified-on">{t('rectified.on')}</label>
          <DatePicker id="rectified-on" size="large" allowClear={false} value={dayjs(given.rectified_on)} maxDate={dayjs()} style={{ width: '100%' }} onChange={(day) => set({ rectified_on: (day ?? dayjs()).format('YYYY-MM-DD') })} />
          <label htmlFor="rectified-by">{t('rectified.by')}</label>
          <Input id="rectified-by" size="large" maxLength={60} value={given.rectified_by} onChange={({ target }) => set({ rectified_by: target.value })} />
          {wrong('rectified_by')}
          <label htmlFor="rectified-measures">{t('rectified.measures')}</label>
          <Input.TextArea id="rectified-measures" rows={3} maxLength={2000} value={given.measures} onChange={({ target }) => set({ measures: target.value })} />
          {wrong('measures')}
          <PaperUploads label={t('rectified.photos')} hint={t('rectified.photosHint')} files={photos} onChange={setPhotos} />
          {wrong('photos')}
          <input className="apply-trap" name="website" tabIndex={-1} autoComplete="off" aria-hidden="true" value={given.website} onChange={(event) => set({ website: event.target.value })} />
          {report.error && <Alert type="error" showIcon title={said || report.error.message} />}
          <Button type="primary" size="large" block htmlType="submit" loading={report.isPending}>{t('rectified.send')}</Button>
        </form>
      )}
    </PublicFrame>
  );
}
