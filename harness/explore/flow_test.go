package explore_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/explore"
)

func TestFlow(t *testing.T) {
	for _, row := range []struct{ json, want string }{
		{`{"a":1,"b":[true,null,"c"]}`, `{a: 1, b: [true, null, c]}`},
		{`"15m0s"`, "15m"},
		{`"2h0m0s"`, "2h"},
		{`"2h30m0s"`, "2h30m"},
		{`"10s"`, "10s"},
		{`"1m30s"`, "1m30s"},
		{`"2022-03-27T01:00:00Z"`, "2022-03-27T01:00:00Z"},
		{`"09:00-17:30"`, "09:00-17:30"},
		{`"a world in a few words"`, "a world in a few words"},
		{`"a: b"`, `"a: b"`},
		{`"# no comment"`, `"# no comment"`},
		{`"yes"`, `"yes"`},
		{`"Null"`, `"Null"`},
		{`""`, `""`},
		{`"3.."`, `"3.."`},
		{`{}`, `{}`},
		{``, `null`},
	} {
		assert.Equal(t, row.want, explore.Flow([]byte(row.json)), row.json)
	}
}
