/** A list of fewer rows is seen at a glance and wants no filter. */
export const LEAST_ROWS = 3;
