"""What a tokenizer says of a cell (its kind), and what a column makes of it (its class); `uint8` both."""

import numpy as np

ABSENT = np.uint8(0)  # a JSON object without the key
NULL = np.uint8(1)  # JSON null, or a cell that a short CSV row lacks
TEXT = np.uint8(2)  # a string, its bytes decoded
INTEGER = np.uint8(3)  # a JSON number without fraction and exponent
REAL = np.uint8(4)  # a JSON number with them, or NaN, Infinity, -Infinity
TRUE = np.uint8(5)
FALSE = np.uint8(6)
NESTED = np.uint8(7)  # a JSON list or object, its bytes as they are in the file

ABSENT_CELL = 0
NULL_CELL = 1
EMPTY_CELL = 2
BLANK_CELL = 3  # white space alone
INTEGER_CELL = 4  # a number written as an integer, in a string or not
REAL_CELL = 5  # any other number
BOOLEAN_CELL = 6
TEXT_CELL = 7
DATE_CELL = 8  # year, month, day in this order
DAY_OR_MONTH_CELL = 9  # a date of which nobody can say whether the day or the month comes first
DAY_FIRST_CELL = 10
MONTH_FIRST_CELL = 11
NESTED_CELL = 12
CLASSES = 13
