package history

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"
)

// kind reads the data of one kind of event back from a file.
type kind struct {
	name   string
	of     reflect.Type
	decode func([]byte) (Data, error)
}

func kindOf[T Data]() kind {
	var zero T
	return kind{name: zero.Kind(), of: reflect.TypeFor[T](), decode: func(b []byte) (Data, error) {
		var d T
		err := json.Unmarshal(b, &d)
		return d, err
	}}
}

// kinds lists every Data type. A test fails when one is missing.
var kinds = []kind{
	kindOf[FaultStarted](),
	kindOf[FaultEnded](),
	kindOf[Failing](),
	kindOf[Healed](),
	kindOf[HeldOff](),
	kindOf[TokenOutdated](),
	kindOf[Rejected](),
	kindOf[Rerouted](),
	kindOf[TooEarly](),
	kindOf[Linked](),
	kindOf[ShapeSeen](),
	kindOf[Read](),
	kindOf[Edited](),
	kindOf[EditSeen](),
	kindOf[WriteAccepted](),
	kindOf[WriteRefused](),
	kindOf[WriteLanded](),
	kindOf[WriteTold](),
	kindOf[SystemDown](),
	kindOf[SystemUp](),
	kindOf[Notice](),
	kindOf[HeartbeatLost](),
	kindOf[HeartbeatBack](),
	kindOf[Skimmed](),
	kindOf[TicketOpened](),
	kindOf[TicketHandedOn](),
	kindOf[Noticed](),
	kindOf[Posted](),
	kindOf[Acted](),
	kindOf[RelinkAsked](),
	kindOf[RelinkAnswered](),
	kindOf[SinkDown](),
	kindOf[SinkUp](),
	kindOf[Traced](),
	kindOf[Unhelped](),
	kindOf[Compared](),
	kindOf[StateTold](),
	kindOf[SystemStep](),
	kindOf[Violation](),
}

// kindNumbers are the positions in kinds of the types of data.
var kindNumbers = func() map[reflect.Type]int {
	numbers := make(map[reflect.Type]int, len(kinds))
	for i, k := range kinds {
		numbers[k.of] = i
	}
	return numbers
}()

func decodeData(name string, b []byte) (Data, error) {
	for _, k := range kinds {
		if k.name == name {
			d, err := k.decode(b)
			if err != nil {
				return nil, fmt.Errorf("event %s: %w", name, err)
			}
			return d, nil
		}
	}
	return nil, fmt.Errorf("event of unknown kind %q", name)
}

// inUTC is d with every instant in UTC and without a monotonic reading, so that
// one event has one spelling in a file.
func inUTC(d Data) Data {
	switch d := d.(type) {
	case Healed:
		d.Since = utc(d.Since)
		return d
	case TooEarly:
		d.Asked = utc(d.Asked)
		return d
	case Unhelped:
		d.Beyond = slices.Clone(d.Beyond)
		for i := range d.Beyond {
			d.Beyond[i].Since = utc(d.Beyond[i].Since)
		}
		return d
	case Compared:
		d.AsOf = utc(d.AsOf)
		return d
	case Read:
		d.AsOf = utc(d.AsOf)
		return d
	case Notice:
		d.Since = utc(d.Since)
		return d
	case HeartbeatLost:
		d.Last = utc(d.Last)
		return d
	case Traced:
		d.Begun = utc(d.Begun)
		return d
	}
	return d
}

func utc(t time.Time) time.Time { return t.Round(0).UTC() }
