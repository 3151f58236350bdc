import { Button, type ButtonProps } from '@patternfly/react-core';

type Props = Omit<ButtonProps, 'isLoading' | 'isDisabled'> & {
  isPending: boolean;
  /** Not allowed yet, for example while nothing has changed. */
  isDisabled?: boolean;
};

/** Button of a mutation: shows progress and takes no second click meanwhile, without losing the focus. */
export function SubmitButton({ isPending, isDisabled, onClick, type = 'button', ...rest }: Props) {
  return (
    <Button
      {...rest}
      type={isPending ? 'button' : type}
      isLoading={isPending}
      isAriaDisabled={isPending || isDisabled}
      onClick={isPending || isDisabled ? undefined : onClick}
    />
  );
}
