/** How a call went, as its client saw it. */
export type Answer = {
  requestId: string | null;
  /** 0: there was no answer. */
  status: number;
  code: string | null;
  /** The answer came to its proper end. */
  whole: boolean;
  costCredits: string | null;
};

export type Load = {
  answers: Answer[];
  underWay: () => number;
  /** Those under way whose answer has begun. */
  answering: () => number;
  /** No new calls; waits for those under way. */
  stop: () => Promise<Answer[]>;
  /** Waits until all `count` calls have been made. */
  done: Promise<Answer[]>;
};

/** Bodies of calls: the n-th one is asked for when the n-th call is made. */
export type NextCall = (index: number) => object;

const endOfStream = 'data: [DONE]\n\n';

/** Makes chat calls, `parallel` at a time, each as soon as one before it has ended; `count` of them, or until stopped. */
export function startLoad(options: {
  urls: string[];
  key: string;
  parallel: number;
  next: NextCall;
  count?: number;
}): Load {
  const { urls, key, parallel, next, count = Infinity } = options;
  const answers: Answer[] = [];
  let begun = 0;
  let underWay = 0;
  let answering = 0;
  let stopped = false;

  async function work(): Promise<void> {
    while (!stopped && begun < count) {
      const index = begun++;
      let hasHead = 0;
      const onHead = () => void (answering += hasHead = 1);
      underWay += 1;
      answers.push(await makeCall(urls[index % urls.length] as string, key, next(index), onHead));
      underWay -= 1;
      answering -= hasHead;
    }
  }

  const done = Promise.all(Array.from({ length: parallel }, work)).then(() => answers);
  return {
    answers,
    underWay: () => underWay,
    answering: () => answering,
    stop() {
      stopped = true;
      return done;
    },
    done,
  };
}

/** One chat call over HTTP, JSON or streamed as its body says. */
export async function makeCall(
  url: string,
  key: string,
  body: object,
  onHead: () => void = () => {},
): Promise<Answer> {
  let requestId: string | null = null;
  let status = 0;
  try {
    const reply = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    requestId = reply.headers.get('x-request-id');
    status = reply.status;
    onHead();
    const text = await reply.text();
    if (status !== 200) {
      const { error } = JSON.parse(text) as { error: { code: string } };
      return { requestId, status, code: error.code, whole: false, costCredits: null };
    }
    const isStream = (body as { stream?: boolean }).stream === true;
    const whole = isStream ? text.endsWith(endOfStream) : typeof JSON.parse(text) === 'object';
    const costCredits = isStream ? streamCost(text) : reply.headers.get('x-litemaas-cost-credits');
    return { requestId, status, code: null, whole, costCredits };
  } catch {
    return { requestId, status, code: null, whole: false, costCredits: null };
  }
}

function streamCost(text: string): string | null {
  return /"cost_credits":"([\d.]+)"/.exec(text)?.[1] ?? null;
}

/** A quick JSON call that costs 0.003 credits: one word in at 0.001, one word out at 0.002. */
export const echoCall: NextCall = () => ({
  model: 'sim-echo',
  messages: [{ role: 'user', content: 'hello' }],
});

/** A stream of `words` words, one every 20 ms: 0.0005 credits for its input and 0.0015 for each word. */
export const slowStream =
  (words: number): NextCall =>
  () => ({
    model: 'sim-slow',
    messages: [{ role: 'user', content: 'hello' }],
    max_tokens: words,
    stream: true,
    stream_options: { include_usage: true },
  });
