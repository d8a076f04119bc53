import { Alert, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Asking, AskingFields, NOTHING_ASKED } from './AskingFields';
import type { Proposed } from './types';
import { useObstacles } from './useObstacles.query';
import { usePropose } from './usePropose.mutation';

/** Asks to close a customer; what stands in the way is named first. */
export function ClosingDrawer({ customerId, open, onClose, onProposed }: {
  customerId: string;
  open: boolean;
  onClose: () => void;
  onProposed: (proposed: Proposed) => void;
}) {
  const { t } = useTranslation('change');
  const { data, error } = useObstacles(customerId, open);
  const propose = usePropose('/api/change-requests/closing/');
  const [asking, say] = useState<Asking>(NOTHING_ASKED);
  const hanging = data?.obstacles ?? [];
  const failed = propose.error ?? error;
  const send = (): void => propose.mutate(
    { customer_id: Number(customerId), reason: asking.reason.trim(), effective_on: asking.effective_on || null, papers: asking.papers },
    { onSuccess: onProposed },
  );
  return (
    <Drawer
      title={t('closing.title')} open={open} onClose={onClose} width={560} destroyOnHidden
      footer={<Button danger type="primary" disabled={!data || hanging.length > 0 || asking.reason.trim() === ''} loading={propose.isPending} onClick={send}>{t('closing.send')}</Button>}
    >
      <p className="soft">{t('closing.explained')}</p>
      {failed && <Alert type="error" showIcon message={failed.message} />}
      {hanging.length > 0 && <Alert type="warning" showIcon message={t('closing.hanging')} description={<ul>{hanging.map((one) => <li key={one}>{one}</li>)}</ul>} />}
      {data && hanging.length === 0 && <AskingFields asking={asking} onChange={say} />}
    </Drawer>
  );
}
