import { useTranslation } from 'react-i18next';

/** What the server itself stores, in English, by its words. */
const seededKeys: Record<string, string> = {
  Default: 'seeded.defaultProject',
  'Welcome credits': 'seeded.welcomeCredits',
  'The model became restricted: an admin has to approve again.': 'seeded.becameRestricted',
  'Small and medium local models, 10 requests a minute.': 'seeded.planBasic',
  'Adds large and cloud models, 30 requests a minute.': 'seeded.planPro',
  'All models, 60 requests a minute, first in the queue.': 'seeded.planEnterprise',
  'Answers with your own last message. A word is a token, so that you can tell the cost by hand.':
    'seeded.simEcho',
  'Writes lorem ipsum, as long as the answer may be.': 'seeded.simLorem',
  'Writes lorem ipsum slowly, a word every 20 milliseconds.': 'seeded.simSlow',
  'Gives the same short vector for the same text.': 'seeded.simEmbed',
  'Always fails, as a broken model server does.': 'seeded.simFail500',
  'Is always busy, as a model server at its own rate limit is.': 'seeded.simFail429',
  'Never answers. For trying out time limits and stopping.': 'seeded.simHang',
  'Breaks off in the middle of its answer.': 'seeded.simDrop',
};

/** A stored text in the reader's language where it is the server's own; what people wrote stays as it is. */
export function useSeededText() {
  const { t } = useTranslation('common');
  return (text: string): string => (seededKeys[text] ? t(seededKeys[text]) : text);
}

/** Such a text on its own. */
export function SeededText({ children }: { children: string }) {
  return <bdi>{useSeededText()(children)}</bdi>;
}
