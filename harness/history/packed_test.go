package history

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawnData is data of any kind with anything in it.
func drawnData(t *rapid.T) Data {
	v := reflect.New(kinds[rapid.IntRange(0, len(kinds)-1).Draw(t, "kind")].of).Elem()
	fill(t, v)
	return v.Interface().(Data)
}

func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "integer"))
	case reflect.Float64:
		v.SetFloat(rapid.Float64().Draw(t, "float"))
	case reflect.String:
		v.SetString(rapid.OneOf(rapid.SampledFrom([]string{"", "m-1", "m-2", "created"}), rapid.String()).Draw(t, "text"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "any") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Slice:
		if n := rapid.IntRange(-1, 3).Draw(t, "length"); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == instantType {
			v.Set(reflect.ValueOf(drawnInstant(t)))
			return
		}
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	default:
		t.Fatalf("a %s in an event", v.Kind())
	}
}

func drawnInstant(t *rapid.T) time.Time {
	if rapid.Bool().Draw(t, "none") {
		return time.Time{}
	}
	return time.Unix(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).UTC()
}

// Whatever is added comes back as it was, wherever runs end.
func TestPackedKeepsEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newPacked()
		want, seq := []Event{}, map[string]uint64{}
		for range rapid.IntRange(0, 12).Draw(t, "events") {
			actor := rapid.SampledFrom([]string{"chat", "owner/m-1", "mailbox/m-1", "owner/m-2", "trace/a/b", ""}).Draw(t, "actor")
			seq[actor]++
			e := Event{At: drawnInstant(t), Actor: actor, Seq: seq[actor], Data: drawnData(t)}
			p.add(e.At, e.Actor, e.Data)
			want = append(want, e)
			if rapid.Bool().Draw(t, "cut") {
				p.cut()
			}
		}
		require.Equal(t, want, p.events())
		require.Equal(t, want, p.events(), "and again")
	})
}

func TestPackedKeepsEveryKind(t *testing.T) {
	at := time.Date(2031, 5, 6, 7, 8, 9, 10, time.UTC)
	p := newPacked()
	want := []Event{}
	for i, d := range samples() {
		empty := reflect.Zero(reflect.TypeOf(d)).Interface().(Data)
		for _, d := range []Data{d, empty} {
			want = append(want, Event{At: at.Add(time.Duration(i) * time.Millisecond), Actor: "owner/a-1", Seq: uint64(len(want) + 1), Data: d})
			p.add(want[len(want)-1].At, "owner/a-1", d)
		}
	}
	assert.Equal(t, want, p.events())
}

// What it is for: millions of reads of ten thousand mailboxes take little room.
func TestPackedIsSmall(t *testing.T) {
	at := time.Date(2031, 5, 6, 7, 8, 9, 10, time.UTC)
	p := newPacked()
	for range 2*runEvents + 1 {
		at = at.Add(617 * time.Millisecond)
		p.add(at, "owner/outlook-0001", Read{Mailbox: "outlook-0001", Answered: true, AsOf: at.Add(-time.Minute + 7), Took: 81234567})
	}
	require.Len(t, p.runs, 2)
	for _, run := range p.runs {
		assert.Less(t, len(run), 32*runEvents)
		assert.Zero(t, strings.Count(string(run), "outlook-0001"), "names are numbers")
	}
	assert.Less(t, len(p.current.bytes), 64, "begun anew")
	assert.Len(t, p.events(), p.count)
}

func TestPackedRefusesUnknownData(t *testing.T) {
	assert.PanicsWithValue(t, "history: no kind of event has data of type history.unlisted", func() {
		newPacked().add(time.Time{}, "chat", unlisted{})
	})
}

type unlisted struct{}

func (unlisted) Kind() string { return "unlisted" }
