import { Checkbox, Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { type Choice, type Field, FIELD_TYPES } from './formFile';

interface FieldDialogProps {
  field: Field;
  taken: string[];
  onSave: (field: Field) => void;
  onClose: () => void;
}

type Answer = Omit<Field, 'choices'> & { choices: string; };

/** Edits one field of a form. */
export function FieldDialog({ field, taken, onSave, onClose }: FieldDialogProps) {
  const { t } = useTranslation('design');
  const [form] = Form.useForm<Answer>();
  const type = Form.useWatch('type', form) ?? field.type;
  const save = (answer: Answer) => onSave({ ...field, ...answer, choices: readChoices(answer.choices ?? '') });
  return (
    <Modal open title={field.name ? t('field.edit', { name: field.name }) : t('field.add')} okText={t('field.save')} onOk={() => form.submit()} onCancel={onClose}>
      <Form<Answer> form={form} layout="vertical" initialValues={{ ...field, choices: writeChoices(field.choices) }} onFinish={save}>
        <Form.Item name="title" label={t('field.title')} rules={[{ required: true, message: t('field.titleNeeded') }]}><Input /></Form.Item>
        <Form.Item name="titleEn" label={t('field.titleEn')}><Input /></Form.Item>
        <Form.Item
          name="name"
          label={t('field.name')}
          extra={t('field.nameHelp')}
          rules={[
            { required: true, pattern: /^[a-z][a-z0-9_]*$/, message: t('field.nameBad') },
            { validator: (_, name: string) => (taken.includes(name) ? Promise.reject(new Error(t('field.nameTaken'))) : Promise.resolve()) },
          ]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="type" label={t('field.type')}>
          <Select options={FIELD_TYPES.map((value) => ({ value, label: t(`field.types.${value}`) }))} />
        </Form.Item>
        {type === 'choice' && (
          <Form.Item name="choices" label={t('field.choices')} extra={t('field.choicesHelp')} rules={[{ required: true, message: t('field.choicesNeeded') }]}>
            <Input.TextArea rows={5} />
          </Form.Item>
        )}
        <Form.Item name="required" valuePropName="checked"><Checkbox>{t('field.required')}</Checkbox></Form.Item>
      </Form>
    </Modal>
  );
}

/** One choice a line: `value = label`. */
function readChoices(text: string): Choice[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
    const at = line.indexOf('=');
    const value = (at < 0 ? line : line.slice(0, at)).trim();
    return { value, label: (at < 0 ? line : line.slice(at + 1)).trim() || value };
  });
}

function writeChoices(choices: Choice[]): string {
  return choices.map(({ value, label }) => (label === value ? value : `${value} = ${label}`)).join('\n');
}
