import { expect, it, vi } from 'vitest';
import { parseTemplate, renderHtml, renderText, variablesOf } from './liquid.ts';

const variables = {
  now: Date.parse('2025-03-27T08:05Z'),
  timeZone: 'Europe/Paris',
  profile: { first_name: 'Ada', bio: `<img src=x onerror="alert('1')">&`, tags: ['a', 'b'] },
};
const text = (template: string) => {
  const rendered = renderText(template, variables);
  return rendered.kind === 'rendered' ? rendered.text : rendered.problem.message;
};
const html = (template: string) => {
  const rendered = renderHtml(template, variables);
  return rendered.kind === 'rendered' ? rendered.text : rendered.problem.message;
};

it.each([
  ['Hi {{ profile.first_name }}!', 'Hi Ada!'],
  ["Hi {{ profile.nick | default: 'there' }}!", 'Hi there!'],
  ['{% for tag in profile.tags %}[{{ tag }}]{% endfor %}', '[a][b]'],
  ['{{ profile.tags }}{{ nothing }}{{ empty }}', 'ab'],
  ['{{ profile.bio }}', variables.profile.bio],
])('renders %s', (template, expected) => expect(text(template)).toBe(expected));

it.each([
  ["{{ 'now' | date: '%F %R' }}", '2025-03-27 09:05'],
  ["{{ 'today' | date: '%H:%M', 'America/New_York' }}", '04:05'],
  ["{{ now | date: '%s' }}", '1743062700'],
  ['{{ now | date }}', 'Thursday, March 27, 2025 at 9:05 am +0100'],
  ["{{ '2025-07-01' | date: '%a %-d %B, %e, %^b, %j, %q' }}", 'Tue 1 July,  1, JUL, 182, st'],
  ["{{ '2025-03-30T02:30' | date: '%R %:z' }}", '03:30 +02:00'],
  ['{{ 1743062700 | date_to_xmlschema }}', '2025-03-27T09:05:00+01:00'],
  ['{{ now | date_to_rfc822 }}', 'Thu, 27 Mar 2025 09:05:00 +0100'],
  ['{{ now | date_to_long_string }}', '27 March 2025'],
  ["{{ 'soon' | date: '%Y' }}", 'soon'],
  ["{{ now | date: '%N %Q 100%' }}", '%N %Q 100%'],
  ["{{ now | date: '%999d', 'Mars/Olympus' | size }}", '100'],
])('reads the clock from its variables: %s', (template, expected) => expect(text(template)).toBe(expected));

it('leaves its variables as they were', () => {
  const own = { ...variables, n: 1 };
  renderText('{% increment n %}{% assign profile = 1 %}', own);
  expect(own).toEqual({ ...variables, n: 1 });
});

it.each([
  ['{{ profile.bio }}', '&lt;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&gt;&amp;'],
  ['<a title="{{ profile.bio | upcase }}">', '<a title="&lt;IMG SRC=X ONERROR=&#34;ALERT(&#39;1&#39;)&#34;&gt;&amp;">'],
  ['{% echo profile.bio %}', '&lt;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&gt;&amp;'],
  ['{% assign b = profile.bio %}{{ b | slice: 0, 4 }}', '&lt;img'],
  ["{{ '<b>' | raw }}", '<b>'],
  ["<p>{{ 'now' | date: '<%Y>' }}</p>", '<p>&lt;2025&gt;</p>'],
])('escapes what it writes into HTML: %s', (template, expected) => expect(html(template)).toBe(expected));

it.each([
  ['an endless loop', '{% for i in (1..100000000) %}x{% endfor %}', 'The template makes too much text'],
  [
    'nested loops',
    '{% for i in (1..9999) %}{% for j in (1..9) %}{% for k in (1..9999) %}x{% endfor %}{% endfor %}{% endfor %}',
    'too',
  ],
  [
    'doubling by a filter',
    '{% assign s = "ab" %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}',
    'too much text',
  ],
  [
    'doubling by a capture',
    '{% assign s = "abababab" %}{% for i in (1..60) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}{{ s }}',
    'too',
  ],
  ['a long text in a loop', `{% for i in (1..1000) %}${'x'.repeat(2_000)}{% endfor %}`, 'The message gets too long'],
  ['an over-long template', 'x'.repeat(500_001), 'The template is longer than 500,000 characters'],
  ['a deep template', '{% if now %}'.repeat(40_000), 'The template is nested too deeply'],
  ['an unclosed flood', '{{'.repeat(200_000), 'not closed'],
])('stops %s with a sentence', (_, template, sentence) => {
  const rendered = renderText(template, variables);
  expect(rendered).toMatchObject({ kind: 'failed', problem: { message: expect.stringContaining(sentence) } });
});

it('writes the message where the machine was busy elsewhere for a moment, and gives up where it always is', () => {
  let [now, looks] = [0, 0];
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    looks += 1;
    return (now += looks === 2 ? 60_000 : 0);
  });
  try {
    expect(renderText('Hello {{ profile.first_name }}', variables).kind).toBe('rendered');
    clock.mockImplementation(() => (now += 60_000));
    expect(renderText('Hello', variables)).toMatchObject({
      kind: 'failed',
      problem: { message: 'The template takes too long to render' },
    });
  } finally {
    clock.mockRestore();
  }
});

it.each([
  'profile.constructor',
  'profile.__proto__',
  'profile.first_name.constructor',
  '"a".constructor.constructor',
  'profile.tags.push',
  'profile["toString"]',
])('cannot reach the prototype by %s', (path) => expect(text(`[{{ ${path} }}]`)).toBe('[]'));

it.each([
  ['{% include "etc/passwd" %}', 'There is no tag "include"', 1, 1],
  ['{% render "x" %}', 'There is no tag "render"', 1, 1],
  ['{{ a | sample }}', 'There is no filter "sample"', 1, 1],
  ['Hi\n {{ a | nope }}', 'There is no filter "nope"', 2, 2],
  ['Hi\n {{ a ', 'The output {{ a  is not closed by }}', 2, 2],
  ['{% if a %}', 'The tag {% if a %} is not closed', 1, 1],
  ['{% nope %}', 'There is no tag "nope"', 1, 1],
  ['{{ }}', 'A value is missing here', 1, 4],
])('finds the problem in %s', (template, message, line, column) => {
  expect(parseTemplate(template)).toEqual([{ message, line, column }]);
});

it('finds no problem in a good template', () =>
  expect(parseTemplate('Hi {{ profile.first_name | upcase }}')).toEqual([]));

it('names the variables that a template expects', () => {
  const template =
    "{{ profile.first_name }}{% for i in event.items %}{{ i.name }}{% endfor %}{% assign z = 1 %}{{ z }}{{ p['a b'] }}";
  expect(variablesOf(template)).toEqual(['profile.first_name', 'event.items', "p['a b']"]);
  expect(variablesOf('{{ ')).toEqual([]);
});
