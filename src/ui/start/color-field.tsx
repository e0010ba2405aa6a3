/** A colour with the way back to the default. */
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';

interface ColorFieldProps {
  label: string;
  hint: string;
  value: string | null;
  fallback: string;
  error: string | undefined;
  onChange: (value: string | null) => void;
}

export function ColorField({ label, hint, value, fallback, error, onChange }: ColorFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(props) => (
        <div className="flex h-10 items-center gap-2.5 pointer-coarse:h-11">
          <Input
            {...props}
            type="color"
            className="w-14 p-1"
            value={value ?? fallback}
            onChange={(event) => onChange(event.target.value)}
          />
          <span className="font-mono text-[0.8125rem] text-quiet">{value ?? 'default'}</span>
          {value === null ? null : (
            <Button
              variant="ghost"
              size="small"
              aria-label={`Reset: ${label}`}
              onClick={() => onChange(null)}
            >
              Reset
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}
