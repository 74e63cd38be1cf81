"""Engines that other processes can import: one dies of a text."""

import os


def by_character(text):
    return list(text)


def dies_of_poison(text):
    if "毒" in text:
        os._exit(9)
    return list(text)
