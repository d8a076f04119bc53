import { useRef } from 'react';
import { Alert } from 'antd';
import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import { useTranslation } from 'react-i18next';

import './decisions.css';
import { useDmnModeler } from './useDmnModeler';

/** The editor of one .dmn file. */
export default function DecisionEditor({ dmn, onEdited }: { dmn: string; onEdited: (dmn: string) => void; }) {
  const { t } = useTranslation('design');
  const host = useRef<HTMLDivElement>(null);
  const { ready, failed } = useDmnModeler(host, dmn, onEdited);
  return (
    <>
      {failed && <Alert type="error" showIcon title={t('decisions.unreadable')} description={failed} />}
      <section ref={host} className="gas-dmn" aria-label={t('decisions.editor')} data-ready={ready ? 'true' : 'false'} />
    </>
  );
}
