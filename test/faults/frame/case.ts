import type { CaseSettings } from './case-settings.ts';
import type { Scene } from './scene.ts';

/** One kind of fault. It ends with the audit, which is the same for all of them. */
export interface Case extends CaseSettings {
  /** Lets people come and things go wrong; resolves when everything is well again and everybody has come. */
  run(scene: Scene): Promise<void>;
}
