/* The one tree: order, places in it, what is equal, what a change leaves behind. */
#include "testing.h"

#include "base/node.h"
#include "base/strvec.h"
#include "base/xalloc.h"

/* "a b c": the keys of a map, in its order. */
static void
assert_keys(const struct node *map, const char *wanted)
{
	struct strbuf keys = STRBUF_INIT;

	for (size_t i = 0; i < map->n; i++) {
		assert_ptr_equal(map->v[i]->parent, map);
		strbuf_addf(&keys, "%s%s", i ? " " : "", map->v[i]->key);
	}
	assert_string_equal(keys.buf, wanted);
	strbuf_release(&keys);
}

static struct node *
sample(void)
{
	struct node *top = node_map_new(), *list;

	node_set(top, "Name", node_text_new("office"));
	node_set(top, "Size", node_integer_new(2048));
	list = node_set(top, "List", node_list_new());
	node_append(list, node_boolean_new(true));
	node_append(list, node_real_new(1.5));
	node_append(list, node_data_new("\0\1", 2));
	node_append(list, node_date_new(978307200));
	node_put(top, "Inner/Deep/Key", node_text_new("value"));
	return top;
}

static void
entries_keep_their_order_and_place(void **state)
{
	NODE(top) = sample();

	(void)state;
	assert_keys(top, "Name Size List Inner");
	node_set(top, "Name", node_text_new("other"));
	assert_keys(top, "Name Size List Inner");
	assert_string_equal(node_get_text(top, "Name"), "other");
	node_replace(node_get(top, "Size"), node_text_new("big"));
	assert_string_equal(node_get_text(top, "Size"), "big");
	assert_keys(top, "Name Size List Inner");
	node_free(node_get(top, "Size"));
	assert_keys(top, "Name List Inner");
	node_set(top, "Size", node_integer_new(1));
	assert_keys(top, "Name List Inner Size");
}

static void
the_node_before_is_given_back(void **state)
{
	NODE(map) = node_map_new();
	NODE(before) = node_add(map, "Key", node_text_new("first"));

	(void)state;
	before->place = (struct place){ 2, 3 };
	assert_ptr_equal(node_swap(before, node_text_new("second")), before);
	assert_string_equal(node_get_text(map, "Key"), "second");
	assert_null(before->parent);
	assert_null(before->key);
	assert_int_equal(node_place(before).line, 2);
	assert_int_equal(node_place(NULL).line, 0);
	node_set_places(map, (struct place){ 7, 1 });
	assert_int_equal(node_place(node_get(map, "Key")).line, 7);
}

static void
what_is_in_the_way_is_found(void **state)
{
	NODE(map) = node_map_new();

	(void)state;
	node_put(map, "A/B/C", node_text_new("deep"));
	assert_string_equal(node_text(node_towards(map, "A/B/C")), "deep");
	assert_string_equal(node_text(node_towards(map, "A/B/C/D")), "deep");
	assert_true(node_is(node_towards(map, "A/B"), NODE_MAP));
	assert_null(node_towards(map, "A/B/D"));
	assert_null(node_towards(map, "A/X/D"));
	assert_null(node_towards(map, "X"));
}

static void
keys_are_sorted_all_the_way_down(void **state)
{
	NODE(map) = node_map_new();

	(void)state;
	for (const char *const *path =
			(const char *const[]){ "b", "Key Type", "Key/z", "Key/Z", "Key", NULL };
		*path; path++)
		if (!node_towards(map, *path))
			node_put(map, *path, node_boolean_new(true));
	node_sort_keys(map);
	assert_keys(map, "Key Key Type b");
	assert_keys(node_get(map, "Key"), "Z z");
}

static void
an_item_is_put_anywhere(void **state)
{
	static const size_t at[] = { 0, 0, 2, 1 };
	NODE(list) = node_list_new();
	char order[5] = "";

	(void)state;
	for (int i = 0; i < 4; i++)
		node_insert(list, at[i], node_integer_new(i));
	for (size_t i = 0; i < list->n; i++)
		order[i] = (char)('0' + list->v[i]->number);
	assert_string_equal(order, "1302");
	assert_ptr_equal(list->v[3]->parent, list);
}

static void
a_lookup_takes_whole_keys_and_the_first(void **state)
{
	NODE(map) = node_map_new();

	(void)state;
	node_add(map, "Key Type", node_text_new("RSA"));
	node_add(map, "Key", node_text_new("first"));
	node_add(map, "Key", node_text_new("second"));
	node_add(map, "Dict", node_map_new());
	assert_string_equal(node_get_text(map, "Key"), "first");
	assert_null(node_get(map, "Ke"));
	assert_null(node_get(map, "Key Typ"));
	assert_null(node_get(map, "Key Type "));
	assert_null(node_at(map, "Key/Type"));
	assert_null(node_at(map, "Dic/Key"));
	assert_null(node_at(map, "Dict/"));
	assert_null(node_get(node_get(map, "Key"), "Key"));
	assert_null(node_get(NULL, "Key"));
	assert_null(node_at(NULL, "A/B"));
}

static void
a_path_is_made_and_goes_with_its_last_value(void **state)
{
	NODE(map) = node_map_new();

	(void)state;
	node_put(map, "A", node_text_new("no map"));
	node_put(map, "A/B/C", node_integer_new(1));
	node_put(map, "A/B/D", node_integer_new(2));
	assert_int_equal(node_at(map, "A/B/D")->number, 2);
	node_remove(map, "A/B");
	assert_keys(map, "");
	node_put(map, "A/B/C", node_integer_new(1));
	node_put(map, "A/E", node_integer_new(3));
	node_remove(map, "A/B/C");
	assert_null(node_at(map, "A/B"));
	assert_int_equal(node_at(map, "A/E")->number, 3);
	node_remove(map, "A/None");
	node_remove(map, "None");
	node_remove(map, "A/E");
	assert_keys(map, "");
}

static void
what_is_taken_is_the_callers(void **state)
{
	NODE(top) = sample();
	NODE(list) = node_take(node_get(top, "List"));

	(void)state;
	assert_keys(top, "Name Size Inner");
	assert_null(list->parent);
	assert_null(list->key);
	assert_int_equal(list->n, 4);
	node_free(node_take(list->v[1]));
	assert_int_equal(list->n, 3);
	assert_int_equal(list->v[1]->kind, NODE_DATA);
	node_free(list->v[2]);
	assert_int_equal(list->n, 2);
}

static void
a_copy_is_equal_and_stands_alone(void **state)
{
	NODE(top) = sample();
	struct node *copy;

	(void)state;
	top->place = (struct place){ 3, 1 };
	node_get(top, "List")->v[0]->place = (struct place){ 4, 2 };
	copy = node_copy(node_get(top, "List"));
	assert_null(copy->key);
	assert_null(copy->parent);
	assert_int_equal(copy->v[0]->place.line, 4);
	node_free(copy);
	copy = node_copy(top);
	assert_true(node_equal(copy, top));
	assert_int_equal(copy->place.line, 3);
	node_put(copy, "Inner/Deep/Key", node_text_new("values"));
	assert_false(node_equal(copy, top));
	assert_string_equal(node_text(node_at(top, "Inner/Deep/Key")), "value");
	node_free(copy);
}

static void
equality_is_of_kinds_and_values(void **state)
{
	struct node *nodes[] = {
		node_text_new("1"),
		node_text_new(""),
		node_data_new("1", 1),
		node_integer_new(1),
		node_integer_new(-1),
		node_real_new(1),
		node_real_new(1.5),
		node_boolean_new(true),
		node_boolean_new(false),
		node_date_new(1),
		node_list_new(),
		node_map_new(),
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(nodes); i++) {
		NODE(copy) = node_copy(nodes[i]);

		for (size_t j = 0; j < ARRAY_SIZE(nodes); j++)
			assert_int_equal(node_equal(copy, nodes[j]), i == j);
		assert_false(node_equal(copy, NULL));
		assert_false(node_equal(NULL, copy));
	}
	assert_true(node_equal(NULL, NULL));
	for (size_t i = 0; i < ARRAY_SIZE(nodes); i++)
		node_free(nodes[i]);
}

static void
order_counts_in_lists_alone(void **state)
{
	NODE(a) = node_map_new();
	NODE(b) = node_map_new();

	(void)state;
	node_set(a, "X", node_integer_new(1));
	node_set(a, "Y", node_integer_new(2));
	node_set(b, "Y", node_integer_new(2));
	assert_false(node_equal(a, b));
	node_set(b, "X", node_integer_new(1));
	assert_true(node_equal(a, b));
	node_set(b, "Z", node_integer_new(1));
	assert_false(node_equal(a, b));
	assert_false(node_equal(b, a));
	node_set(a, "W", node_integer_new(1));
	assert_false(node_equal(a, b));
	node_set(a, "X", node_list_new());
	node_append(node_get(a, "X"), node_integer_new(1));
	node_append(node_get(a, "X"), node_integer_new(2));
	node_set(b, "X", node_list_new());
	node_append(node_get(b, "X"), node_integer_new(2));
	node_append(node_get(b, "X"), node_integer_new(1));
	assert_false(node_equal(node_get(a, "X"), node_get(b, "X")));
}

static void
kinds_are_asked_of_anything(void **state)
{
	NODE(text) = node_text_new("t");
	NODE(data) = node_data_new("t", 1);

	(void)state;
	assert_true(node_is(text, NODE_TEXT));
	assert_false(node_is(data, NODE_TEXT));
	assert_false(node_is(NULL, NODE_TEXT));
	assert_string_equal(node_text(text), "t");
	assert_null(node_text(data));
	assert_null(node_text(NULL));
	node_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_keep_their_order_and_place),
		cmocka_unit_test(the_node_before_is_given_back),
		cmocka_unit_test(an_item_is_put_anywhere),
		cmocka_unit_test(what_is_in_the_way_is_found),
		cmocka_unit_test(keys_are_sorted_all_the_way_down),
		cmocka_unit_test(a_lookup_takes_whole_keys_and_the_first),
		cmocka_unit_test(a_path_is_made_and_goes_with_its_last_value),
		cmocka_unit_test(what_is_taken_is_the_callers),
		cmocka_unit_test(a_copy_is_equal_and_stands_alone),
		cmocka_unit_test(equality_is_of_kinds_and_values),
		cmocka_unit_test(order_counts_in_lists_alone),
		cmocka_unit_test(kinds_are_asked_of_anything),
	};

	return run_tests(tests);
}
