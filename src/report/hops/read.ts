import type {z} from 'zod';
import {EastwestError, EXIT, messageOf} from '../../base/errors.js';
import {cellRecordSchema, matrixSchema, type CellRecord, type Matrix} from './cell.js';
import {hopRecordSchema, type HopTold} from './record.js';

/**
 * A hop from the text of its `hop.json`.
 *
 * @throws HOP-RECORD-DAMAGED with what is wrong where
 */
export function readHopRecord(text: string, file: string): HopTold {
  return read(hopRecordSchema, text, file);
}

/**
 * A cell from the text of its `cell.json`.
 *
 * @throws HOP-RECORD-DAMAGED with what is wrong where
 */
export function readCellRecord(text: string, file: string): CellRecord {
  return read(cellRecordSchema, text, file);
}

/**
 * A matrix from the text of its `matrix.json`.
 *
 * @throws HOP-RECORD-DAMAGED with what is wrong where
 */
export function readMatrix(text: string, file: string): Matrix {
  return read(matrixSchema, text, file);
}

function read<T>(schema: z.ZodType<T>, text: string, file: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(file, [messageOf(cause)]);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw damaged(
    file,
    result.error.issues.map(({path, message}) => `${path.map(String).join('.')}: ${message}`),
  );
}

function damaged(file: string, details: readonly string[]): EastwestError {
  return new EastwestError(`${file} is not what this version writes there`, {
    code: 'HOP-RECORD-DAMAGED',
    details: details.slice(0, 10),
    hint: 'put it aside; what it was made from stands in events.jsonl of the hop',
    exitCode: EXIT.usage,
  });
}
