/** A dialog over the desk: focus is kept inside, Escape closes it, and the desk's keys rest meanwhile (React Aria does that work). */
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

type Props = {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** At the foot, right: what the dialog is for. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  /** An alert asks for an answer: a press beside it does not close it. */
  readonly alert?: boolean;
};

export function Dialog({ title, onClose, children, actions, wide = false, alert = false }: Props) {
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!alert}
      className={styles.veil ?? ''}
    >
      <Modal className={(wide ? styles.wide : styles.modal) ?? ''}>
        <AriaDialog role={alert ? 'alertdialog' : 'dialog'} className={styles.dialog ?? ''}>
          <header className={styles.head}>
            <Heading slot="title" className={styles.title ?? ''}>
              {title}
            </Heading>
            {!alert && (
              <Button look="quiet" size="small" onClick={onClose}>
                Close <kbd className={styles.esc}>Esc</kbd>
              </Button>
            )}
          </header>
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <footer className={styles.foot}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
