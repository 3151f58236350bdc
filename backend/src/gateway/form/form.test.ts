import { describe, expect, test } from 'vitest';
import { imageEditsSurface } from '../surfaces/images.ts';
import { fieldsOf, FormFile, identityOf, readForm, textBytesOf, typeOfForm, upstreamForm } from './index.ts';

const type = 'multipart/form-data; boundary=xYz';
const disposition = (rest: string) => `Content-Disposition: form-data; ${rest}`;
const part = (head: string, content = 'v') => `--xYz\r\n${head}\r\n\r\n${content}\r\n`;
const form = (...parts: string[]) => `${parts.join('')}--xYz--\r\n`;
const read = (text: string, contentType = type) => readForm(Buffer.from(text, 'latin1'), contentType);
const fields = (...parts: string[]) => fieldsOf(read(form(...parts)));
const model = part(disposition('name="model"'), 'm');
const file = (name: string, content = 'bytes') =>
  part(`${disposition(`name="${name}"; filename="a \u00e9.png"`)}\r\nContent-Type: image/png`, content);

describe('what a form says', () => {
  test('texts, flags and counts as in JSON; files where they are; lists', () => {
    const parts = [
      model,
      part(disposition('name="stream"'), 'true'),
      part(disposition('name="n"'), '2'),
      part('content-disposition:form-data; name=size\r\ncontent-type: text/plain; charset=UTF-8', 'big'),
      part(disposition('name="include[]"'), 'a'),
      part(disposition('name="include[]"'), 'b'),
      file('image[]', '1'),
      file('image[]', ''),
    ];
    expect(fields(...parts)).toEqual({
      model: 'm',
      stream: true,
      n: 2,
      size: 'big',
      include: ['a', 'b'],
      image: [new FormFile(Buffer.from('1')), new FormFile(Buffer.alloc(0))],
    });
  });

  test.each(['True', '1', 'yes', ' true', ''])('"stream" that says %j is a text', (said) =>
    expect(fields(model, part(disposition('name="stream"'), said)).stream).toBe(said),
  );

  test('the bytes of texts count, and of files only what is around them', () => {
    const text = read(form(model));
    expect(textBytesOf(text)).toBe(part(disposition('name="model"'), 'm').length - '--xYz\r\n\r\n'.length);
    expect(textBytesOf(read(form(model, file('image', 'x'.repeat(1_000)))))).toBeLessThan(300);
  });

  test('a boundary may be quoted, and is where it must be', () => {
    const quoted = read(
      '--a b\r\nContent-Disposition: form-data; name=x\r\n\r\n\r\n--a b--',
      'Multipart/Form-Data;boundary="a b"',
    );
    expect(fieldsOf(quoted)).toEqual({ x: '' });
    expect(typeOfForm(quoted)).toBe('multipart/form-data; boundary="a b"');
    expect(typeOfForm(read(form()))).toBe(type);
  });
});

describe('what goes on', () => {
  const surface = imageEditsSurface;
  const whole = form(file('image', 'A\r\n--xY\0'), model, part(disposition('name="prompt"'), 'hi'));

  test('is the same bytes where nothing has to change', () => {
    const asked = read(whole);
    expect(upstreamForm(asked, surface, 'm', 'm')).toBe(asked.bytes);
  });
  test('has the model of the route, and else every byte', () => {
    const text = upstreamForm(read(whole), surface, 'm', 'other-model').toString('latin1');
    expect(text).toBe(whole.replace(model, part(disposition('name="model"'), 'other-model')));
  });
  test.each(['api_base', 'API_KEY', 'mock_response', 'extra_body[x]', 'num_images', 'Litellm_x'])(
    'has no "%s"',
    (name) => {
      const text = form(model, part(disposition(`name="${name}"`), 'evil'), file('image'));
      expect(upstreamForm(read(text), surface, 'm', 'm').toString('latin1')).toBe(form(model, file('image')));
    },
  );
  test('two forms are the same whatever their boundaries', () => {
    const other = readForm(
      Buffer.from(whole.replaceAll('xYz', 'q'), 'latin1'),
      'multipart/form-data; boundary=q',
    );
    expect(identityOf(other)).toEqual(identityOf(read(whole)));
    expect(identityOf(read(form(model)))).not.toEqual(identityOf(read(whole)));
  });
});

describe('what can be read in two ways is refused', () => {
  const name = disposition('name="x"');
  test.each<[string, string]>([
    ['nothing', ''],
    ['something before the first boundary', `\r\n${form(model)}`],
    ['something after the last one', `${form(model)}x`],
    ['another form after it', form(model) + form(model)],
    ['no end', model],
    ['half an end', `${model}--xYz-`],
    ['an end without its hyphens', `${model}--xYz\r\n`],
    ['lines that end without CR', form(model).replaceAll('\r\n', '\n')],
    ['a boundary inside of a line', form(part(name, 'a--xYzb'))],
    ['a boundary that goes on', form(part(name, 'a\r\n--xYzzz\r\nb'))],
    ['a boundary after a bare LF', form(part(name, 'a\n--xYz\r\nb'))],
    ['spaces behind the boundary', `--xYz \r\n${name}\r\n\r\nv\r\n--xYz--\r\n`],
    ['a part without a head', '--xYz\r\n\r\nv\r\n--xYz--\r\n'],
    ['a part that is nothing', '--xYz\r\n--xYz--\r\n'],
    ['a head that is none', form(part('hello'))],
    ['a head that is too long', form(part(`${name}\r\nX-A: ${'a'.repeat(4_096)}`))],
    ['a folded line', form(part('Content-Disposition: form-data;\r\n name="model"'))],
    ['a name that is no name', form(part(disposition('name=""')))],
    ['no name', form(part(disposition('filename="x"')))],
    ['two names', form(part(disposition('name="x"; name="model"')))],
    ['a name in another spelling besides', form(part(disposition(`name="x"; name*=UTF-8''model`)))],
    ['an escaped name', form(part(disposition('name="mo\\del"')))],
    ['an encoded name', form(part(disposition('name="mod%65l"')))],
    ['a name with spaces', form(part(disposition('name=" model"')))],
    ['a quote in the name of a file', form(part(disposition('name="x"; filename="a\\"; name=\\"model"')))],
    ['another disposition', form(part('Content-Disposition: attachment; name="x"'))],
    ['two dispositions', form(part(`${name}\r\n${disposition('name="model"')}`))],
    ['contents in base64', form(part(`${name}\r\nContent-Transfer-Encoding: base64`))],
    ['another charset', form(part(`${name}\r\nContent-Type: text/plain; charset=utf-16`))],
  ])('%s', (_what, text) => expect(() => read(text)).toThrow(expect.objectContaining({ status: 400 })));

  test.each([
    undefined,
    'application/json',
    'multipart/mixed; boundary=xYz',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'multipart/form-data; boundary=xYz; boundary=q',
    'multipart/form-data; boundary=xYz, multipart/form-data; boundary=q',
    'multipart/form-data; boundary="xYz',
    'multipart/form-data; boundary="xYz "',
    `multipart/form-data; boundary=${'x'.repeat(71)}`,
  ])('the content type %s', (contentType) =>
    expect(() => readForm(Buffer.from(form(model)), contentType)).toThrow(
      expect.objectContaining({ status: 400 }),
    ),
  );

  test.each<[string, string[]]>([
    ['two models', [model, model]],
    ['a model in another case', [model, part(disposition('name="Model"'), 'other')]],
    ['a list of models', [part(disposition('name="model[]"'), 'm')]],
    ['a model and a list of them', [model, part(disposition('name="model[]"'), 'other')]],
    ['a model in an object', [part(disposition('name="model[x]"'), 'm')]],
    ['two texts of a name that nobody knows', [model, part(name), part(name)]],
    ['a file that nobody looks at', [model, file('reference_image', 'x')]],
    ['a list of such files', [model, file('references[]', 'x')]],
    ['a text that is no UTF-8', [part(disposition('name="prompt"'), '\xff')]],
    ['a text as long as a file', [part(disposition('name="prompt"'), 'x'.repeat(1024 * 1024 + 1))]],
  ])('%s', (_what, parts) =>
    expect(() => fields(...parts)).toThrow(expect.objectContaining({ status: 400 })),
  );

  test('more parts than anybody needs', () => {
    const many = (count: number) =>
      form(...Array.from({ length: count }, () => part(disposition('name="x[]"'))));
    expect(read(many(200)).parts).toHaveLength(200);
    expect(() => read(many(201))).toThrow(expect.objectContaining({ status: 400 }));
    expect(() => read(many(100_000))).toThrow(expect.objectContaining({ status: 400 }));
  });
});
