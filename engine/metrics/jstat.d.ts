// The two functions of jstat 1.9 that are used here; the package has no types of its own.
declare module 'jstat' {
  const jStat: {
    /** The complementary error function. */
    erfc(x: number): number;
    readonly normal: {
      /** The quantile of a normal distribution. */
      inv(p: number, mean: number, deviation: number): number;
    };
  };
  export default jStat;
}
