// Package world assembles a scenario in virtual time: the provider, the sinks,
// the people and a system under test that enters through harness/sut. It runs
// them from the first instant of the scenario's clock to the last and returns
// the history.
//
// A world lives in one testing/synctest bubble. Its parts share nothing but the
// network and the observers: the system knows no part of the world, and no part
// of the world knows which system it is.
//
// Walks for who changes something here:
//   - a new kind of event: a type in harness/history/event.go, and the observer
//     that tells it in observe.go;
//   - a new sink: sim/sinks, its host in sinks.go;
//   - a new optional ability of systems: an interface in harness/sut, asked for
//     by type assertion in controls.go.
package world
