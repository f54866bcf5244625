import { expect, it } from 'vitest';
import { readRoleSettings, readStartSettings, roleEnvironment } from './index.ts';

it('needs no setting at all to start', () => {
  expect(readStartSettings({ WEND_PORT: '' }, '/somewhere/.wend')).toMatchObject({
    home: '/somewhere/.wend',
    port: undefined,
  });
});

it('names every setting that does not fit in one sentence', () => {
  const read = () => readStartSettings({ WEND_PORT: '70000', TEMPORAL_ADDRESS: 'http://x' }, '/home');
  expect(read).toThrow(/^These settings do not fit: WEND_PORT: .*; TEMPORAL_ADDRESS: is host:port\.$/);
});

it('reads the hosts inside that steps may call', () => {
  const read = (list: string) => readStartSettings({ WEND_ALLOW_HOSTS: list }, '/home').allowedHosts;
  expect(read('')).toEqual([]);
  expect(read('CRM.internal, 10.0.0.7:8080,[fd00::1]:8080')).toEqual([
    'crm.internal',
    '10.0.0.7:8080',
    '[fd00::1]:8080',
  ]);
  expect(() => read('http://crm.internal')).toThrow(/WEND_ALLOW_HOSTS: is a list of host or host:port/);
});

it('lets nobody reach it from elsewhere without https', () => {
  const read = (url: string) => readStartSettings({ WEND_PUBLIC_URL: url }, '/home').publicUrl;
  for (const url of [
    'https://wend.example',
    'https://wend.example:8443',
    'http://localhost:4600',
    'http://127.0.0.1:80',
  ])
    expect(read(url)).toBe(url);
  for (const url of ['http://wend.example', 'http://localhost.evil.example', 'http://192.168.0.2:4600'])
    expect(() => read(url)).toThrow(/WEND_PUBLIC_URL: is https/);
});

it('hands a role what the supervisor decided', () => {
  const settings = {
    databaseUrl: 'postgres://postgres:secret@127.0.0.1:5000/wend',
    temporalAddress: '127.0.0.1:7233',
    temporalNamespace: 'default',
    home: '/h',
    port: 4600,
    publicUrl: 'http://localhost:4600',
    sandboxPort: 4601,
    sandboxUrl: 'http://127.0.0.1:4601',
    workflowBundle: '/b.js',
    editor: '/e',
    config: '/wend.config.json',
    allowedHosts: ['crm.internal', '10.0.0.7:8080'],
    proxies: 1,
    metricsToken: 'a-token-of-the-scraper',
    keepDays: 400,
  };
  expect(readRoleSettings(roleEnvironment(settings))).toEqual(settings);
});
