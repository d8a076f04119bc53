import { CheckCircleOutlined, CloseCircleOutlined, InfoCircleOutlined, ReloadOutlined, ToolOutlined, WarningOutlined } from '@ant-design/icons';
import { Alert, Button, Space, Spin, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Finding } from '../api/types';
import { ToneTag } from '../components/ToneTag';
import './findings.css';
import type { Checked } from './useFindings.query';

const LOOK = {
  error: { tone: 'bad', icon: <CloseCircleOutlined aria-hidden /> },
  warning: { tone: 'warn', icon: <WarningOutlined aria-hidden /> },
  info: { tone: 'info', icon: <InfoCircleOutlined aria-hidden /> },
} as const;

interface FindingsPanelProps {
  checked: Checked | undefined;
  checking: boolean;
  error: Error | null;
  onCheck: () => void;
  onSelect: (finding: Finding) => void;
}

/** What the server would say to a deployment; choosing a finding selects its element. */
export function FindingsPanel({ checked, checking, error, onCheck, onSelect }: FindingsPanelProps) {
  const { t } = useTranslation('design');
  return (
    <section className="gas-findings" aria-label={t('findings.title')} aria-busy={checking}>
      <header>
        <Space wrap>
          <Typography.Text strong>{t('findings.title')}</Typography.Text>
          <span role="status">{summary(checked, t)}</span>
          {checking && <Spin size="small" />}
        </Space>
        <Button size="small" icon={<ReloadOutlined aria-hidden />} onClick={onCheck} disabled={checking}>{t('findings.check')}</Button>
      </header>
      {error && <Alert type="warning" showIcon title={t('findings.unavailable')} description={error.message} />}
      {checked && checked.findings.length > 0 && (
        <FindingList findings={checked.findings} onSelect={onSelect} />
      )}
    </section>
  );
}

/** The findings as a list of buttons where they belong to an element. */
export function FindingList({ findings, onSelect }: { findings: Finding[]; onSelect?: (finding: Finding) => void; }) {
  const { t } = useTranslation('design');
  return (
    <ul className="gas-finding-list">
      {findings.map((finding, index) => {
        const { tone, icon } = LOOK[finding.severity];
        const id = finding.element_id;
        return (
          <li key={`${finding.code}-${id ?? ''}-${index}`}>
            <ToneTag tone={tone} icon={icon}>{t(`findings.severity.${finding.severity}`)}</ToneTag>
            {id && onSelect
              ? <Button type="link" size="small" onClick={() => onSelect(finding)}>{id}</Button>
              : <Typography.Text code>{id ?? finding.file ?? ''}</Typography.Text>}
            <span className="gas-finding-text">
              {finding.message}
              {finding.mend && <span className="gas-finding-mend"><ToolOutlined aria-hidden /> {finding.mend}</span>}
            </span>
            <Typography.Text type="secondary" className="gas-finding-code">
              {finding.code}{finding.line ? ` · ${t('findings.line', { line: finding.line })}` : ''}
            </Typography.Text>
          </li>
        );
      })}
    </ul>
  );
}

function summary(checked: Checked | undefined, t: ReturnType<typeof useTranslation<'design'>>['t']) {
  if (!checked) return null;
  const errors = checked.findings.filter((finding) => finding.severity === 'error').length;
  const rest = checked.findings.length - errors;
  if (checked.refused) return <ToneTag tone="bad" icon={<CloseCircleOutlined aria-hidden />}>{t('findings.refused', { errors, rest })}</ToneTag>;
  return (
    <ToneTag tone="good" icon={<CheckCircleOutlined aria-hidden />}>
      {rest > 0 ? t('findings.acceptedWith', { count: rest }) : t('findings.accepted')}
    </ToneTag>
  );
}
