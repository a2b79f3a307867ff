// Package history is what happened in one world: a header, typed events and
// per-minute series, saved as compressed JSON Lines, so that it can be judged
// and reported again without the world.
//
// # The file
//
// A file is one gzip stream (no name, no time) of JSON objects, one a line, each
// ended by a newline. It holds one or more histories (the variants of a
// scenario), one after the other. A history is these lines, in this order:
//
//	{"header":{…}}                          once
//	{"t":…,"a":…,"n":…,"k":…,"d":{…}}       once for each event
//	{"series":…,"column":…,"deltas":[…]}    once for each column of each series
//	{"shape":{…},"count":…,"first":…,"last":…,"deltas":[…]}    once for each shape of requests
//	{"totals":{…}}                          once
//	{"footer":{…}}                          once
//
// header is type Header. Its field version is the version of this format; a
// reader refuses any other.
//
// An event line is type Event: t is the instant (RFC 3339, UTC, nanoseconds), a
// the actor, n the actor's own sequence number from 1 on, k the kind, d the data
// of that kind: for each Data type, its Kind is k and its JSON tags name the
// fields of d. Events are sorted by t, a, n.
//
// A series line is one column of type Minute, named by its JSON tag, for the
// cohort named by series. deltas are the differences between neighbours, the
// first from zero; sample i is taken at header.from + (i+1) minutes. Series are
// sorted by cohort, the columns in the order of type Minute.
//
// A shape line is type ShapeCount: what was constant over count requests, when the
// first and the last of them began, and as deltas how many ended within each
// minute, as in a series line. Shapes are sorted by their fields in order.
//
// totals holds what is known at the end only: faults (type FaultSummary) and
// requests, the number that reached the provider in all.
//
// footer holds events and lines, the numbers of event lines and of all lines
// before the footer, and sha256, in hex, over all lines before the footer with
// their newlines. That is also the history's Hash: the canonical lines and
// nothing else decide it, whatever the compression.
//
// Lengths of time are whole nanoseconds where a name ends in _ns.
package history
