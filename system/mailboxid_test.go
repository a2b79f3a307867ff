package system_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

func TestSameIdentity(t *testing.T) {
	const guid, identity = "0003bffd-0fe5-50a1-0000-000000000000", "oid@tid"
	for name, row := range map[string]struct {
		a, b string
		want bool
	}{
		"equal":             {identity, identity, true},
		"equal GUIDs":       {guid, guid, true},
		"another":           {identity, "other@tid", false},
		"another GUID":      {guid, "00030000-0fe5-50a1-0000-000000000000", false},
		"unknown":           {"", identity, true},
		"of different kind": {guid, identity, true},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, row.want, system.SameIdentity(row.a, row.b))
			assert.Equal(t, row.want, system.SameIdentity(row.b, row.a))
		})
	}
}
