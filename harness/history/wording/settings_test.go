package wording_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history/wording"
)

func TestSettings(t *testing.T) {
	for compact, want := range map[string]string{
		`{"routing":{"hint":"email"}}`:                                 "routing.hint = email",
		`{"sync":{"retry_count":3,"pace":"slow"},"hint":"deep"}`:       "hint = deep, sync.pace = slow, sync.retry_count = 3",
		`{"a":{"b":{"c":true}},"n":null,"big":1000000}`:                "a.b.c = true, big = 1000000, n = default",
		`{"list":["a",{"b":2}]}`:                                       "list = a and (b = 2)",
		`{"requests":{"prefer":"outlook.body-content-type=\"text\""}}`: `requests.prefer = outlook.body-content-type="text"`,
		`{}`:                   "",
		`failing, 20% an hour`: "failing, 20% an hour",
		`{"a":1} trailing`:     `{"a":1} trailing`,
		``:                     "",
	} {
		assert.Equal(t, want, wording.Settings(compact), compact)
	}
}
