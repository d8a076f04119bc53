import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { ToneTag } from '../components/ToneTag';
import { saveFile } from './saveFile';
import { useProof } from './useProof.query';

/** Where an event stands under the newest signed root, and the hashes that lead there, checked in this browser. */
export function ProofPanel({ eventId }: { eventId: string }) {
  const { t } = useTranslation('audit');
  const { data, error, refetch } = useProof(eventId);
  if (error) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  const { proof, checked } = data;
  const holds = checked ?? proof.holds;
  return (
    <div className="audit-proof">
      <p>
        <ToneTag tone={holds ? 'good' : 'bad'}>{t(holds ? 'proof.holds' : 'proof.fails')}</ToneTag>{' '}
        {t(checked === null ? 'proof.byServer' : 'proof.byBrowser')}
      </p>
      <p>{t('proof.place', { index: proof.index + 1, size: proof.size })}</p>
      {proof.body === null && <p>{t('proof.detached')}</p>}
      <h3>{t('proof.path')}</h3>
      <ol className="audit-hashes">
        <li><code>{proof.leaf}</code> {t('proof.leaf')}</li>
        {proof.proof.map((hash) => <li key={hash}><code>{hash}</code></li>)}
        <li><code>{proof.root}</code> {t('proof.root')}</li>
      </ol>
      <h3>{t('proof.checkpoint')}</h3>
      <pre>{proof.checkpoint}</pre>
      <p className="soft">{t('proof.elsewhere')}</p>
      <Button icon={<DownloadOutlined aria-hidden />} onClick={() => saveFile(new Blob([JSON.stringify(proof)], { type: 'application/json' }), `receipt-${eventId}.json`)}>
        {t('proof.download')}
      </Button>
    </div>
  );
}
