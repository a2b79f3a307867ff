package history

import (
	"encoding/binary"
	"math"
	"reflect"
	"time"
)

var instantType = reflect.TypeFor[time.Time]()

// Numbers of strings that are not told by their place among those said before.
const (
	textOwn  = iota // the own name of the event's actor
	textNew         // its length and its bytes follow
	textSaid        // from here on: the first that was said in the run, the second, ...
)

// packer writes a run.
type packer struct {
	bytes []byte
	said  map[string]uint64 // key: string said in the run; its number
	at    time.Time         // of the event
	own   string            // ownName of its actor
}

func (p *packer) number(n uint64) { p.bytes = binary.AppendUvarint(p.bytes, n) }

func (p *packer) integer(n int64) { p.bytes = binary.AppendVarint(p.bytes, n) }

func (p *packer) instant(t time.Time) {
	p.integer(t.Unix() - p.at.Unix())
	p.number(uint64(t.Nanosecond()))
}

func (p *packer) text(s string) {
	if s == p.own {
		p.number(textOwn)
		return
	}
	if n, said := p.said[s]; said {
		p.number(n)
		return
	}
	p.said[s] = textSaid + uint64(len(p.said))
	p.number(textNew)
	p.number(uint64(len(s)))
	p.bytes = append(p.bytes, s...)
}

// value writes all but what its type tells. Of what may be nil it writes 0 for nil,
// else 1 and what it points to, or the length and 1 and the elements.
func (p *packer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		b := byte(0)
		if v.Bool() {
			b = 1
		}
		p.bytes = append(p.bytes, b)
	case reflect.Int, reflect.Int64:
		p.integer(v.Int())
	case reflect.Float64:
		p.number(math.Float64bits(v.Float()))
	case reflect.String:
		p.text(v.String())
	case reflect.Pointer:
		if v.IsNil() {
			p.number(0)
			return
		}
		p.number(1)
		p.value(v.Elem())
	case reflect.Slice:
		if v.IsNil() {
			p.number(0)
			return
		}
		p.number(uint64(v.Len()) + 1)
		for i := range v.Len() {
			p.value(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == instantType {
			p.instant(v.Interface().(time.Time))
			return
		}
		for i := range v.NumField() {
			p.value(v.Field(i))
		}
	default:
		panic("history: events cannot hold a " + v.Kind().String())
	}
}

// unpacker reads what a packer has written.
type unpacker struct {
	bytes []byte // that are left
	said  []string
	at    time.Time
	own   string
}

func (u *unpacker) number() uint64 {
	n, size := binary.Uvarint(u.bytes)
	u.bytes = u.bytes[size:]
	return n
}

func (u *unpacker) integer() int64 {
	n, size := binary.Varint(u.bytes)
	u.bytes = u.bytes[size:]
	return n
}

func (u *unpacker) instant() time.Time {
	seconds := u.at.Unix() + u.integer()
	return time.Unix(seconds, int64(u.number())).UTC()
}

func (u *unpacker) text() string {
	switch n := u.number(); n {
	case textOwn:
		return u.own
	case textNew:
		size := u.number()
		s := string(u.bytes[:size])
		u.bytes, u.said = u.bytes[size:], append(u.said, s)
		return s
	default:
		return u.said[n-textSaid]
	}
}

// value reads into v, whatever that held before.
func (u *unpacker) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(u.bytes[0] == 1)
		u.bytes = u.bytes[1:]
	case reflect.Int, reflect.Int64:
		v.SetInt(u.integer())
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(u.number()))
	case reflect.String:
		v.SetString(u.text())
	case reflect.Pointer:
		v.SetZero()
		if u.number() == 1 {
			v.Set(reflect.New(v.Type().Elem()))
			u.value(v.Elem())
		}
	case reflect.Slice:
		v.SetZero()
		if n := u.number(); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), int(n-1), int(n-1)))
		}
		for i := range v.Len() {
			u.value(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == instantType {
			v.Set(reflect.ValueOf(u.instant()))
			return
		}
		for i := range v.NumField() {
			u.value(v.Field(i))
		}
	}
}
