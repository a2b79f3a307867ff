package explore

// Flow is flow, for its table.
var Flow = flow
