import { brandId } from '@wend/engine';
import { v7 } from 'uuid';

/** A fresh id, ordered by time, so that rows written together lie together (RFC 9562, version 7). */
export function newId<Id extends string = string>(): Id {
  return brandId<Id>(v7());
}
