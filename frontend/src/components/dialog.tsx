import { Button, Modal, ModalHeader, type ModalHeaderProps, type ModalProps } from '@patternfly/react-core';
import { TimesIcon } from '@patternfly/react-icons';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

type Props = Omit<ModalProps, 'ref' | 'isOpen' | 'onClose' | 'onEscapePress'> & { onClose: () => void };

/** The focus goes back to the button that opened a dialog; where the act took that away, to the page. */
function useFocusAfterwards() {
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement === document.body) document.getElementById('content')?.focus();
      });
    },
    [],
  );
}

const openMenu = '.pf-v6-c-menu, .pf-v6-c-menu-toggle[aria-expanded="true"]';

/** Escape in an open menu closes the menu only. */
const isForMenu = ({ target }: KeyboardEvent) => target instanceof Element && !!target.closest(openMenu);

/** An open dialog. As PatternFly's `Modal`, whose close button speaks English only. */
export function Dialog({ onClose, children, ...rest }: Props) {
  const { t } = useTranslation('common');
  useFocusAfterwards();
  return (
    <Modal {...rest} isOpen onEscapePress={(event) => isForMenu(event) || onClose()}>
      <div className="pf-v6-c-modal-box__close">
        <Button variant="plain" icon={<TimesIcon />} aria-label={t('close')} onClick={onClose} />
      </div>
      {children}
    </Modal>
  );
}

/** Head of a dialog. As PatternFly's `ModalHeader`, which cuts a title that does not fit in one line, and Arabic letters below it. */
export function DialogHeader({ title, ...rest }: ModalHeaderProps) {
  const whole = (
    <span className="pf-v6-u-display-block pf-v6-u-py-xs pf-v6-u-text-wrap pf-v6-u-text-break-word">
      {title}
    </span>
  );
  return <ModalHeader {...rest} title={whole} />;
}
