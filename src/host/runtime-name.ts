/** Name that the runtime wrapper is registered under with the engine. */
export const RUNTIME_NAME = 'eastwest';
