package history

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// packed keeps events while a world goes on. As values the million events of a
// large fleet would be a quarter of all that lives, and the collector would follow
// each of their pointers again and again; as bytes they are a fifth of that, and it
// passes them by.
//
// The bytes are cut into runs, each of which can be read by itself. An event in a run is
// the numbers of its actor and its kind, its instant, and each field of its data in
// order. Of integers the length depends on the value. An instant is told as the time
// since another one: that of the event before, and within data that of the event. A
// string is told once in a run and is a number from then on; the commonest, the name of
// the actor without what kind of actor it is (as "outlook-0001" of
// "owner/outlook-0001"), is one from the start. Sequence numbers are counted anew.
type packed struct {
	actors  []string
	numbers map[string]int // key: actor; position in actors
	runs    [][]byte
	current packer // of the run under way
	inRun   int    // events of it
	count   int
}

// runEvents is the number of events in a run: enough that strings recur.
const runEvents = 4096

func newPacked() *packed {
	return &packed{numbers: map[string]int{}, current: packer{said: map[string]uint64{}}}
}

// add keeps an event. Its kind must be one of kinds.
func (p *packed) add(at time.Time, actor string, d Data) {
	n, known := p.numbers[actor]
	if !known {
		n = len(p.actors)
		p.actors, p.numbers[actor] = append(p.actors, actor), n
	}
	kind, known := kindNumbers[reflect.TypeOf(d)]
	if !known {
		panic(fmt.Sprintf("history: no kind of event has data of type %T", d))
	}
	c := &p.current
	c.number(uint64(n))
	c.number(uint64(kind))
	c.instant(at)
	c.at, c.own = at, ownName(actor)
	c.value(reflect.ValueOf(d))
	p.count++
	if p.inRun++; p.inRun == runEvents {
		p.cut()
	}
}

// cut ends the run under way.
func (p *packed) cut() {
	p.runs = append(p.runs, bytes.Clone(p.current.bytes))
	clear(p.current.said)
	p.current = packer{bytes: p.current.bytes[:0], said: p.current.said}
	p.inRun = 0
}

// events returns all of them, in the order in which they were added.
func (p *packed) events() []Event {
	out := make([]Event, 0, p.count)
	seq := make([]uint64, len(p.actors))
	room := make([]reflect.Value, len(kinds)) // for the data of each kind, which is copied from there
	for i, k := range kinds {
		room[i] = reflect.New(k.of).Elem()
	}
	for _, run := range append(slices.Clip(p.runs), p.current.bytes) {
		u := unpacker{bytes: run}
		for len(u.bytes) > 0 {
			actor, data := u.number(), room[u.number()]
			seq[actor]++
			u.at, u.own = u.instant(), ownName(p.actors[actor])
			u.value(data)
			out = append(out, Event{At: u.at, Actor: p.actors[actor], Seq: seq[actor], Data: data.Interface().(Data)})
		}
	}
	return out
}

// ownName is an actor's without what kind of actor it is.
func ownName(actor string) string { return actor[strings.IndexByte(actor, '/')+1:] }
