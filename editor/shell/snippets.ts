export type SourceKind = 'server' | 'browser';

interface Snippet {
  readonly title: string;
  readonly code: string;
}

/** The first event, ready to paste, for the libraries that a shop already has. */
export function snippets(kind: SourceKind, origin: string, writeKey: string): readonly Snippet[] {
  return kind === 'server'
    ? [segmentServer(origin, writeKey), rudderServer(origin, writeKey)]
    : [segmentBrowser(origin, writeKey)];
}

const segmentServer = (origin: string, writeKey: string): Snippet => ({
  title: 'With Segment’s library for Node',
  code: `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: '${writeKey}', host: '${origin}' });
analytics.identify({ userId: 'c-1182', traits: { firstName: 'Ada', email: 'ada@example.com' } });
analytics.track({ userId: 'c-1182', event: 'Order Completed', properties: { revenue: 84.2 } });
await analytics.closeAndFlush();`,
});

const rudderServer = (origin: string, writeKey: string): Snippet => ({
  title: 'With RudderStack’s library for Node',
  code: `import RudderAnalytics from '@rudderstack/rudder-sdk-node';

const analytics = new RudderAnalytics('${writeKey}', { dataPlaneUrl: '${origin}' });
analytics.track({ userId: 'c-1182', event: 'Order Completed', properties: { revenue: 84.2 } });`,
});

const segmentBrowser = (origin: string, writeKey: string): Snippet => ({
  title: 'With Segment’s library for browsers',
  code: `import { AnalyticsBrowser } from '@segment/analytics-next';

const analytics = AnalyticsBrowser.load(
  { writeKey: '${writeKey}', cdnSettings: { integrations: { 'Segment.io': { apiHost: '${origin.replace(/^https?:\/\//, '')}/v1', protocol: '${origin.startsWith('https') ? 'https' : 'http'}' } } } },
);
analytics.track('Product Added', { cart_id: '1182' });`,
});
