/** Copies a text and says so. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useAnnouncer } from './announcer.tsx';
import { Button, type ButtonProps } from './button.tsx';

interface CopyButtonProps extends Omit<ButtonProps, 'onClick' | 'children'> {
  text: string;
  label: string;
  /** Shown instead of the icon alone. */
  children?: string;
}

export function CopyButton({ text, label, children, ...rest }: CopyButtonProps) {
  const { toast } = useAnnouncer();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      toast('Copied.');
    } catch {
      toast('The browser did not allow copying. Select the text and copy it by hand.');
    }
  };

  return (
    <Button
      size={children ? 'small' : 'icon'}
      aria-label={children ? undefined : label}
      onClick={copy}
      {...rest}
    >
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      {children}
    </Button>
  );
}
