import { Input } from 'antd';
import { useTranslation } from 'react-i18next';

/** The whole form file as text. */
export function JsonEditor({ text, onChange }: { text: string; onChange: (text: string) => void; }) {
  const { t } = useTranslation('design');
  return (
    <Input.TextArea
      aria-label={t('forms.json')}
      className="gas-json"
      value={text}
      onChange={(event) => onChange(event.target.value)}
      autoSize={{ minRows: 16, maxRows: 34 }}
      spellCheck={false}
    />
  );
}
