import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ToneTag } from '../components/ToneTag';
import { useRead } from './useRead.query';
import { useWrite } from './useWrite.mutation';

interface State { confirmed: boolean; needed: boolean; recovery_codes_left: number }
interface Enrolment { secret: string; uri: string; svg: string }

/** One's authenticator: set up by a picture and a code, then the recovery codes, shown once. */
export function SecondFactorPanel() {
  const { t } = useTranslation('rights');
  const { data: state } = useRead<State>('/api/me/second-factor/');
  const begin = useWrite<Enrolment>();
  const confirm = useWrite<{ codes: string[] }>();
  const [code, setCode] = useState('');
  const begun = begin.data;
  const path = '/api/me/second-factor/';
  return (
    <section className="panel panel-pad rights-section" aria-label={t('factor.title')}>
      <h2 className="panel-title">{t('factor.title')}</h2>
      {state && (
        <p>
          <ToneTag tone={state.confirmed ? 'good' : state.needed ? 'bad' : 'plain'}>{state.confirmed ? t('factor.on') : t('factor.off')}</ToneTag>{' '}
          {state.confirmed ? t('factor.left', { count: state.recovery_codes_left }) : state.needed ? t('factor.needed') : t('factor.optional')}
        </p>
      )}
      {state && !state.confirmed && !begun && <Button loading={begin.isPending} onClick={() => begin.mutate({ method: 'post', path })}>{t('factor.begin')}</Button>}
      {begun && !confirm.data && (
        <>
          <p>{t('factor.scan')}</p>
          <p className="rights-qr"><img alt={t('factor.picture')} width={200} height={200} src={`data:image/svg+xml;utf8,${encodeURIComponent(begun.svg)}`} /></p>
          <p className="num">{begun.secret}</p>
          <div className="rights-form">
            <label>{t('factor.code')}<Input value={code} inputMode="numeric" autoComplete="one-time-code" maxLength={6} onChange={({ target }) => setCode(target.value)} /></label>
            <Button type="primary" disabled={code.length < 6} loading={confirm.isPending} onClick={() => confirm.mutate({ method: 'put', path, body: { code } })}>{t('factor.confirm')}</Button>
          </div>
        </>
      )}
      {confirm.data && (
        <Alert type="warning" title={t('factor.codes')} description={<ul className="rights-codes">{confirm.data.codes.map((one) => <li key={one}>{one}</li>)}</ul>} />
      )}
      {(begin.error ?? confirm.error) && <Alert type="error" showIcon title={(begin.error ?? confirm.error)?.message} />}
    </section>
  );
}
