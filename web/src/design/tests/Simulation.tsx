import { useRef } from 'react';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';

import './simulation.css';
import { useSimulation } from './useSimulation';

/** The diagram with the token simulation switched on. */
export default function Simulation({ xml }: { xml: string; }) {
  const { t } = useTranslation('design');
  const host = useRef<HTMLDivElement>(null);
  const { ready, failed } = useSimulation(host, xml);
  return (
    <>
      {failed && <Alert type="error" showIcon title={t('viewer.failed')} description={failed} />}
      <section ref={host} className="gas-simulation" aria-label={t('tests.canvas')} data-ready={ready ? 'true' : 'false'} />
    </>
  );
}
