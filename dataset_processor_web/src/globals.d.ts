/** The version of this page, filled in when it is built. */
declare const __VERSION__: string;
